package io.pipestream.verbatim;

import io.pipestream.catalogue.Catalogue;
import io.pipestream.event.Observation;
import io.pipestream.event.Source;
import io.pipestream.journal.Deliveries;
import io.pipestream.journal.Deliveries.Draft;
import io.pipestream.journal.EventOrigin;
import io.pipestream.normalise.Normalised;
import io.pipestream.normalise.PolledRow.Readable;
import io.pipestream.normalise.PolledRow.Unreadable;
import io.pipestream.normalise.RowNormaliser;
import io.pipestream.normalise.RowShape;
import io.pipestream.normalise.WebhookNormaliser;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Reads what an event was made of once more, as it would be read today. Changes, counts and asks for nothing. */
@Singleton
class Renormaliser {

    private final WebhookNormaliser webhooks;
    private final RowNormaliser rows;
    private final Catalogue catalogue;
    private final Deliveries deliveries;

    Renormaliser(WebhookNormaliser webhooks, RowNormaliser rows, Catalogue catalogue, Deliveries deliveries) {
        this.webhooks = webhooks;
        this.rows = rows;
        this.catalogue = catalogue;
        this.deliveries = deliveries;
    }

    /** What came of it. */
    sealed interface Reading {

        record Understood(Draft draft) implements Reading {}

        /**
         * It would go to quarantine.
         *
         * @param reason a fixed phrase, never text from the body
         */
        record NotUnderstood(String reason) implements Reading {}
    }

    /** What would be stored today, of the body that this event was made of. */
    Reading read(EventOrigin event, byte[] body) {
        return switch (event.source()) {
            case WEBHOOK_V1, WEBHOOK_V2 -> ofWebhook(event, body);
            case RECENTS, LIST, BACKFILL -> ofRow(event, body);
            case TEST -> new Reading.NotUnderstood("a sample was made of no delivery");
        };
    }

    private Reading ofWebhook(EventOrigin event, byte[] body) {
        return switch (webhooks.normalise(body, event.record().companyId())) {
            case Normalised.Accepted(var observation) -> draft(event, observation);
            case Normalised.Rejected(var reason) -> new Reading.NotUnderstood(reason);
        };
    }

    private Reading ofRow(EventOrigin event, byte[] row) {
        var record = event.record();
        var read = rows.normalise(
                record.object(), row, shape(event.source()), record.companyId(), event.host(), event.source());
        return switch (read) {
            case Readable readable -> {
                var told = told(readable, event);
                yield told == null
                        ? new Reading.NotUnderstood("the row does not tell of such an event")
                        : draft(event, told);
            }
            case Unreadable(var reason) -> new Reading.NotUnderstood(reason);
        };
    }

    /**
     * Recents have v1's shape. Lists have v2's, but for notes and leads; reading those as v2 makes no difference, since
     * nothing of them has another name there.
     */
    private static RowShape shape(Source source) {
        return source == Source.RECENTS ? RowShape.V1 : RowShape.V2;
    }

    /** A row may have told of several events. */
    private static @Nullable Observation told(Readable row, EventOrigin event) {
        return switch (event.action()) {
            case ADDED -> row.added();
            case UPDATED -> row.updated();
            case DELETED -> row.deleted();
            case MERGED -> null;
        };
    }

    private Reading draft(EventOrigin event, Observation observation) {
        var named = catalogue.nameOnceMore(observation, event.receivedAt());
        return new Reading.Understood(deliveries.draft(named, event));
    }
}
