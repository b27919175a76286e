package io.pipestream.console;

import java.util.Locale;

import io.pipestream.event.Trigger;
import org.jspecify.annotations.Nullable;

/** What the charts are of. */
enum Figure {
    NEW_DEAL,
    NEW_NOTE,
    NEW_ORGANIZATION,
    /** Events that start none of these. */
    OTHER,
    /** Deliveries of what was stored before. */
    DUPLICATE,
    /** Events acknowledged by Kafka; the total is the seconds from their changes to that. */
    FRESHNESS,
    /** The most events that waited for Kafka. */
    BACKLOG;

    /** The word in the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param trigger null for an event that starts none */
    static Figure of(@Nullable String trigger) {
        if (trigger == null) {
            return OTHER;
        }
        if (trigger.equals(Trigger.NEW_DEAL.slug())) {
            return NEW_DEAL;
        }
        if (trigger.equals(Trigger.NEW_NOTE.slug())) {
            return NEW_NOTE;
        }
        return trigger.equals(Trigger.NEW_ORGANIZATION.slug()) ? NEW_ORGANIZATION : OTHER;
    }
}
