package io.pipestream.journal;

import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    CareRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.postgres = postgres;
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
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(THROUGH)) {
            statement.setString(1, job.word());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        } catch (SQLException e) {
            throw new PostgresException("reading how far deliveries are cared for", e.getSQLState(), e);
        }
    }

    /** Goes on, unless somebody said meanwhile where to look again. */
    void advance(Job job, UUID from, UUID to) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADVANCE)) {
            statement.setObject(1, to);
            statement.setString(2, job.word());
            statement.setObject(3, from);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("noting how far deliveries are cared for", e.getSQLState(), e);
        }
    }

    /** Has both jobs look again at this delivery and those behind it: it was stored later than its id tells. */
    void lookAgainFrom(UUID delivery) {
        var before = new UUID(delivery.getMostSignificantBits(), 0);
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(LOOK_AGAIN)) {
            statement.setObject(1, before);
            statement.setObject(2, before);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("noting late deliveries", e.getSQLState(), e);
        }
    }

    /** Bytes of all deliveries on the disk, indexes included. */
    long size() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(SIZE);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new PostgresException("reading the size of deliveries", e.getSQLState(), e);
        }
    }
}
