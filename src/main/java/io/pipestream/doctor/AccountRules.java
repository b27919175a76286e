package io.pipestream.doctor;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

import io.pipestream.platform.CheckResult;

/** What settings must be for a real account, and what nobody should leave as it is. */
final class AccountRules {

    /** Loopback, private and link-local, by how it is written: a name is not looked up here. */
    private static final Pattern PRIVATE_HOST = Pattern.compile(
            "localhost|.*\\.(?:localhost|local|internal|svc)|127\\..*|10\\..*|192\\.168\\..*|169\\.254\\..*"
                    + "|172\\.(?:1[6-9]|2\\d|3[01])\\..*|0\\.0\\.0\\.0|\\[::1?]|\\[f[cde].*");

    private AccountRules() {}

    static CheckResult publicUrl(Settings settings) {
        var name = "settings.public-url";
        URI url;
        try {
            url = settings.publicUrl();
        } catch (IllegalArgumentException e) {
            return CheckResult.fail(name, "PIPESTREAM_PUBLIC_URL is no URL.", "Write it as https://hooks.example.com.");
        }
        var host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        var found = "Pipedrive is told to deliver to " + url + '.';
        if (!settings.isReal()) {
            return CheckResult.ok(name, found + " (sandbox)");
        }
        if (PRIVATE_HOST.matcher(host).matches() || host.isEmpty()) {
            return CheckResult.fail(
                    name,
                    found + " That is an address of this machine or network only, and the account is real.",
                    "Set PIPESTREAM_PUBLIC_URL to the https address at which the internet reaches this service.");
        }
        if (!"https".equalsIgnoreCase(url.getScheme())) {
            return CheckResult.fail(
                    name,
                    found + " Without https, credentials and customers' data travel in the clear.",
                    "Put a proxy with a certificate in front and set PIPESTREAM_PUBLIC_URL to its https address.");
        }
        return CheckResult.ok(name, found);
    }

    static CheckResult baseUrl(Settings settings) {
        var name = "settings.base-url";
        var base = settings.text("pipestream.pipedrive.base-url");
        if (base.isEmpty()) {
            return CheckResult.ok(name, "Calls go to Pipedrive itself.");
        }
        var isPublic = settings.text("pipestream.public-url")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith("https:");
        return isPublic
                ? CheckResult.warn(
                        name,
                        "Calls of every account go to " + base.get()
                                + " and not to Pipedrive, while the public URL is https.",
                        "Unset PIPESTREAM_PIPEDRIVE_BASE_URL, unless this is a trial with a sandbox.")
                : CheckResult.ok(name, "Calls go to a sandbox at " + base.get() + '.');
    }

    static CheckResult adminKey(Settings settings) {
        var name = "settings.admin-key";
        return settings.text("pipestream.access.admin-key").isPresent()
                ? CheckResult.ok(name, "An admin key is configured.")
                : CheckResult.warn(
                        name,
                        "No admin key is configured: the one made at the first start is only in that start's log.",
                        "Set PIPESTREAM_ACCESS_ADMIN_KEY (openssl rand -base64 33), from where secrets are kept, and restart.");
    }

    static CheckResult secretsKey(Settings settings) {
        var name = "settings.secrets-key";
        if (settings.text("pipestream.secrets.key").isPresent()) {
            return CheckResult.ok(name, "Tokens are encrypted in Postgres.");
        }
        return settings.isReal()
                ? CheckResult.warn(
                        name,
                        "Tokens of real accounts are in Postgres, and its backups, in the clear.",
                        "Set PIPESTREAM_SECRETS_KEY (openssl rand -base64 32); docs/operations.md, Secrets at rest, comes first.")
                : CheckResult.ok(name, "No key is set, and the account is a sandbox's.");
    }

    static CheckResult oauth(Settings settings) {
        var name = "settings.oauth";
        var id = settings.text("pipestream.oauth.client-id").isPresent();
        var secret = settings.text("pipestream.oauth.client-secret").isPresent();
        if (id != secret) {
            return CheckResult.fail(
                    name,
                    "The OAuth app has " + (id ? "an id and no secret." : "a secret and no id."),
                    "Set both PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET, or neither.");
        }
        return CheckResult.ok(
                name, id ? "An OAuth app is configured." : "No OAuth app; accounts are connected by token.");
    }
}
