package io.pipestream.pipedrive;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Whom to call and as whom.
 *
 * @param companyId     Pipedrive's id of the account, under which tokens are counted; null while it is not known
 * @param companyDomain {@code acme} in {@code acme.pipedrive.com}; null while it is not known
 */
public record Account(@Nullable String companyId, @Nullable String companyDomain, Credential credential) {

    /** What a company domain looks like, as a regular expression. */
    public static final String DOMAIN_SYNTAX = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";

    private static final Pattern DOMAIN = Pattern.compile(DOMAIN_SYNTAX);

    public Account {
        // The domain becomes a host name that the token is sent to, so nothing but a label may pass.
        if (companyDomain != null && !DOMAIN.matcher(companyDomain).matches()) {
            throw new IllegalArgumentException("a company domain is the acme in acme.pipedrive.com");
        }
    }

    /**
     * An account that is opened by a user's API token.
     *
     * @param apiToken a secret, sent as {@code x-api-token}
     */
    public static Account ofToken(@Nullable String companyId, @Nullable String companyDomain, String apiToken) {
        return new Account(companyId, companyDomain, new ApiToken(apiToken));
    }

    /** Keeps the credential out of logs. */
    @Override
    public String toString() {
        return "Account[" + companyId + ' ' + companyDomain + ']';
    }
}
