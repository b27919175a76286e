package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Observation;
import io.pipestream.event.Source;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.normalise.PolledRow.Readable;
import io.pipestream.normalise.RowNormaliser;
import io.pipestream.normalise.RowShape;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;

/** Deals as polling reads them, of the company whose webhooks {@link Payloads} makes. */
final class PolledDeals {

    static final Instant ADDED = Instant.parse("2026-03-01T10:00:05Z");

    private static final String NEVER = "0000-00-00 00:00:00";

    private static final String HOST = "brightroofs.pipedrive.com";

    private static final RowNormaliser NORMALISER = new RowNormaliser();

    private PolledDeals() {}

    /** A row with everything that it can tell, as if its creation lay in the window. */
    static PolledCandidate row(long id, String title, Instant updated) {
        return candidate(data(id, title, updated).put("add_time", ADDED.toString()));
    }

    /** A row that tells neither when it was added nor when it was changed. */
    static PolledCandidate timeless(long id, String title) {
        return candidate(data(id, title, ADDED).put("add_time", NEVER).put("update_time", NEVER));
    }

    static PolledCandidate deleted(long id, Instant at) {
        return candidate(data(id, "gone", at).put("status", "deleted").put("deleted", true));
    }

    /** The same row of a record that was added before the window. */
    static PolledCandidate latestOf(PolledCandidate row) {
        return new PolledCandidate(null, row.latest(), row.raw());
    }

    /** The same row with a host that Postgres cannot store. */
    static PolledCandidate withBadHost(PolledCandidate row) {
        var good = row.created();
        return new PolledCandidate(
                new Observation(
                        good.dedupeKey(),
                        good.record(),
                        good.action(),
                        good.occurredAt(),
                        good.source(),
                        "a\0b",
                        good.payload(),
                        good.object(),
                        null,
                        good.meta(),
                        null,
                        List.of()),
                null,
                row.raw());
    }

    private static ObjectNode data(long id, String title, Instant updated) {
        try {
            return (ObjectNode) Http.JSON
                    .readTree(Payloads.changedV2("deal", id, title, updated))
                    .path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PolledCandidate candidate(ObjectNode data) {
        var row = (Readable) NORMALISER.normalise("deal", data, RowShape.V1, Payloads.COMPANY, HOST, Source.RECENTS);
        var latest = row.deleted() == null ? row.updated() : row.deleted();
        return new PolledCandidate(row.added(), latest, data.toString().getBytes(UTF_8));
    }
}
