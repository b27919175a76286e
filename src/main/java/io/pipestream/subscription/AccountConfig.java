package io.pipestream.subscription;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The account that is connected at start by itself. */
@ConfigMapping(prefix = "pipestream.account")
public interface AccountConfig {

    /** Its API token, usually {@code PIPEDRIVE_API_TOKEN}; without it nothing is connected by itself. */
    Optional<String> apiToken();

    /** {@code acme} in acme.pipedrive.com, usually {@code PIPEDRIVE_COMPANY_DOMAIN}; looked up where it is left out. */
    Optional<String> companyDomain();

    /** What is subscribed to at start. */
    @WithDefault("added.deal,added.note,added.organization")
    List<String> events();
}
