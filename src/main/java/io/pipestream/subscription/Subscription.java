package io.pipestream.subscription;

import java.time.Instant;
import java.util.UUID;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row of {@code subscription}: the standing wish to hear one kind of event of a connection. */
@Entity
class Subscription extends PanacheEntityBase {

    @Id
    UUID id;

    @Column(name = "connection_id")
    UUID connectionId;

    String event;

    @Column(name = "webhook_version")
    String webhookVersion;

    @Column(name = "created_at")
    Instant createdAt;

    /** For Hibernate only. */
    @SuppressWarnings("NullAway.Init")
    protected Subscription() {}

    Subscription(UUID id, UUID connectionId, String event, WebhookVersion version, Instant createdAt) {
        this.id = id;
        this.connectionId = connectionId;
        this.event = event;
        this.webhookVersion = version.number();
        this.createdAt = createdAt;
    }
}
