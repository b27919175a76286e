package io.pipestream.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the production jar is told where everything is: the very variables an operator would set. */
final class ServiceEnvironment {

    private ServiceEnvironment() {}

    /** The variables to add to the launcher's own environment. */
    static Map<String, String> of(int port, Backends.Addresses addresses, Settings settings, String adminKey) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", addresses.database().url());
        environment.put("QUARKUS_DATASOURCE_USERNAME", addresses.database().user());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", addresses.database().password());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", addresses.kafka());
        environment.put("PIPESTREAM_ACCESS_ADMIN_KEY", adminKey);
        var sandbox = addresses.sandbox();
        if (sandbox != null) {
            environment.put("PIPEDRIVE_API_TOKEN", sandbox.token());
            environment.put("PIPESTREAM_PIPEDRIVE_BASE_URL", sandbox.url());
            environment.put("PIPESTREAM_CONSOLE_SANDBOX_URL", sandbox.url());
            // Workflows that are tried out are on this machine too.
            environment.put("PIPESTREAM_HOOK_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128");
            environment.put("PIPESTREAM_HOOK_ALLOW_HTTP", "true");
            environment.put("PIPESTREAM_HOOK_PORTS", "1-65535");
        }
        var publicUrl = settings.publicUrl();
        environment.put("PIPESTREAM_PUBLIC_URL", publicUrl == null ? "http://127.0.0.1:" + port : publicUrl);
        return environment;
    }
}
