package io.pipestream.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that says where in the journal something is, and where the journal ends. */
@Singleton
class PlaceRepository {

    private static final String ENDS = "SELECT coalesce(min(seq), 0), coalesce(max(seq), 0) FROM event";

    private static final String END = "SELECT coalesce(max(seq), 0) FROM event";

    private static final String KEY = "SELECT seq, received_at FROM event_key WHERE id = ?";

    private static final String RECEIVED = "SELECT received_at FROM event WHERE seq >= ? ORDER BY seq LIMIT 1";

    private final Statements statements;

    PlaceRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** The first and the last number that there are now; 0 if there is none. */
    record Ends(long first, long last) {}

    Ends ends() {
        return statements.one("reading the journal's ends", ENDS, row -> new Ends(row.getLong(1), row.getLong(2)));
    }

    /** The sequence number of the newest event; 0 if there is none. */
    long end() {
        return statements.one("reading the journal's end", END, row -> row.getLong(1));
    }

    /** An event that was stored and may be dropped since. */
    record Key(long seq, Instant receivedAt) {}

    /** Empty if there never was such an event. */
    Optional<Key> key(UUID id) {
        return statements.first(
                "looking for event " + id,
                KEY,
                statement -> statement.setObject(1, id),
                row -> new Key(row.getLong(1), Timestamps.get(row, 2)));
    }

    /** When the event with this number, or the next one there is, was received. */
    @Nullable
    Instant receivedAt(long seq) {
        return statements
                .first(
                        "reading an event's time",
                        RECEIVED,
                        statement -> statement.setLong(1, seq),
                        row -> Timestamps.get(row, 1))
                .orElse(null);
    }
}
