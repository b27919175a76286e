package io.pipestream.access;

import io.pipestream.platform.Secrets;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Sees to it that there is a key to the management API: the configured one, or one made at the first start. */
@Singleton
class AdminKey {

    private static final Logger LOG = Logger.getLogger(AdminKey.class);

    private static final int SHORTEST = 32;

    private final AccessConfig config;
    private final AccessKeyRepository keys;

    AdminKey(AccessConfig config, AccessKeyRepository keys) {
        this.config = config;
        this.keys = keys;
    }

    void ensure(@Observes StartupEvent event) {
        if (config.adminKey().isPresent()) {
            var key = config.adminKey().get();
            if (key.length() < SHORTEST) {
                throw new IllegalStateException("pipestream.access.admin-key must have at least 32 characters; "
                        + "make one with: openssl rand -base64 33");
            }
            keys.replace("configured", Secrets.sha256(key));
            return;
        }
        var key = "psk_" + Secrets.random(32);
        if (keys.addFirst("first", Secrets.sha256(key))) {
            LOG.infof("admin key made; it is shown this once and kept only as a hash: %s", key);
        }
    }
}
