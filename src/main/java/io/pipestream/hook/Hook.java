package io.pipestream.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code hook}. Few rows and edited by people, hence Panache; what changes with every call is in tables of its own.
 * Secrets are as they are stored.
 */
@Entity
@DynamicUpdate
class Hook extends PanacheEntityBase {

    @Id
    UUID id;

    String name;

    String url;

    String trigger;

    @Nullable
    String filter;

    @Enumerated(EnumType.STRING)
    HookContent content;

    boolean ordered;

    int concurrency;

    int rate;

    String secret;

    @Column(name = "former_secret")
    @Nullable
    String formerSecret;

    @Column(name = "former_until")
    @Nullable
    Instant formerUntil;

    @Enumerated(EnumType.STRING)
    HookState state;

    @Column(name = "disabled_by")
    @Enumerated(EnumType.STRING)
    @Nullable
    DisabledBy disabledBy;

    @Nullable
    String reason;

    @Column(name = "state_since")
    Instant stateSince;

    @Column(name = "after_seq")
    long afterSeq;

    @Column(name = "created_at")
    Instant createdAt;

    /** For Hibernate only. */
    @SuppressWarnings("NullAway.Init")
    protected Hook() {}

    /** Enabled, and told of what is stored after this event. */
    @SuppressWarnings("NullAway.Init") // the rest is what it is to be, and set before it is stored
    Hook(UUID id, String secret, long afterSeq, Instant createdAt) {
        this.id = id;
        this.secret = secret;
        this.state = HookState.ENABLED;
        this.stateSince = createdAt;
        this.afterSeq = afterSeq;
        this.createdAt = createdAt;
    }

    /** From now on this secret signs, and for a while the one before does too. */
    void rotate(String next, Instant now, Duration overlap) {
        formerSecret = secret;
        formerUntil = now.plus(overlap);
        secret = next;
    }

    /** What happened while it was disabled it is not told of. */
    void enable(long endOfJournal, Instant now) {
        if (state == HookState.DISABLED) {
            state = HookState.ENABLED;
            stateSince = now;
            afterSeq = endOfJournal;
        }
        disabledBy = null;
        reason = null;
    }

    void disable(@Nullable String why, Instant now) {
        if (state == HookState.ENABLED) {
            state = HookState.DISABLED;
            stateSince = now;
        }
        disabledBy = DisabledBy.OPERATOR;
        reason = why;
    }
}
