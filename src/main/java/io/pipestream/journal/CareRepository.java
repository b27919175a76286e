package io.pipestream.journal;

import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/** SQL of {@code delivery_care}: how far each job has gone through the deliveries. */
@Singleton
class CareRepository {

    private static final String THROUGH = "SELECT through FROM delivery_care WHERE job = ?";

    private static final String ADVANCE = "UPDATE delivery_care SET through = ? WHERE job = ? AND through = ?";

    private static final String LOOK_AGAIN = "UPDATE delivery_care SET through = ? WHERE through > ?";

    /** Of a table that is not divided, Postgres names no parts. */
    private static final String SIZE = """
            SELECT coalesce(sum(pg_total_relation_size(relid)), pg_total_relation_size('delivery'))
              FROM pg_partition_tree('delivery')
             WHERE isleaf
            """;

    private final Statements statements;

    CareRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** What goes through the deliveries. */
    enum Job {
        COMPRESS,
        REMOVE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The last delivery that the job has looked at. */
    UUID through(Job job) {
        return statements.one(
                "reading how far deliveries are cared for",
                THROUGH,
                statement -> statement.setString(1, job.word()),
                row -> row.getObject(1, UUID.class));
    }

    /** Goes on, unless somebody said meanwhile where to look again. */
    void advance(Job job, UUID from, UUID to) {
        statements.update("noting how far deliveries are cared for", ADVANCE, statement -> {
            statement.setObject(1, to);
            statement.setString(2, job.word());
            statement.setObject(3, from);
        });
    }

    /** Has both jobs look again at this delivery and those behind it: it was stored later than its id tells. */
    void lookAgainFrom(UUID delivery) {
        var before = new UUID(delivery.getMostSignificantBits(), 0);
        statements.update("noting late deliveries", LOOK_AGAIN, statement -> {
            statement.setObject(1, before);
            statement.setObject(2, before);
        });
    }

    /** Bytes of all deliveries on the disk, indexes included. */
    long size() {
        return statements.one("reading the size of deliveries", SIZE, row -> row.getLong(1));
    }
}
