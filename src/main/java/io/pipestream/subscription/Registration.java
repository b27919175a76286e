package io.pipestream.subscription;

import java.time.Instant;
import java.util.UUID;

import io.pipestream.pipedrive.Webhook;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** A row of {@code registration}: the webhook at Pipedrive that serves a subscription. */
@Entity
class Registration extends PanacheEntityBase {

    @Id
    UUID id;

    @Column(name = "subscription_id")
    UUID subscriptionId;

    String path;

    String username;

    @Column(name = "password_sha256")
    byte[] passwordSha256;

    /** Accepted too, for a while; null if there were none before. */
    @Column(name = "previous_username")
    @Nullable
    String previousUsername;

    @Column(name = "previous_password_sha256")
    byte @Nullable [] previousPasswordSha256;

    /** Until when; null: until Pipedrive has confirmed. */
    @Column(name = "previous_until")
    @Nullable
    Instant previousUntil;

    @Column(name = "webhook_id")
    @Nullable
    String webhookId;

    /** Whose rights decide what the webhook is told; null while not known. */
    @Column(name = "webhook_user_id")
    @Nullable
    String webhookUserId;

    @Nullable
    String problem;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    int version;

    /** For Hibernate only. */
    @SuppressWarnings("NullAway.Init")
    protected Registration() {}

    Registration(UUID id, UUID subscriptionId, Credentials credentials, String path, Instant createdAt) {
        this.id = id;
        this.subscriptionId = subscriptionId;
        this.path = path;
        this.username = credentials.username();
        this.passwordSha256 = credentials.sha256();
        this.createdAt = createdAt;
    }

    /** @param previousUntil how long the previous credentials are accepted, if these are new to Pipedrive */
    void confirmed(Webhook webhook, Instant previousUntil) {
        if (webhookId == null && previousUsername != null) {
            this.previousUntil = previousUntil;
        }
        this.webhookId = webhook.id();
        this.webhookUserId = webhook.userId();
        this.problem = null;
    }

    void failed(String problem) {
        this.problem = problem;
    }

    /**
     * Asks for these credentials from now on. Those that Pipedrive has confirmed stay good until it confirms these, for
     * the webhook that has them delivers until then, however often that takes.
     */
    void renew(Credentials credentials) {
        if (webhookId != null) {
            this.previousUsername = username;
            this.previousPasswordSha256 = passwordSha256;
            this.previousUntil = null;
        }
        this.username = credentials.username();
        this.passwordSha256 = credentials.sha256();
        this.webhookId = null;
    }
}
