package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.LongStream;
import javax.sql.DataSource;

import io.pipestream.journal.PublicationRepository;
import io.pipestream.journal.Published;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an event costs must not grow with the number of events: no step of its way reads a whole table. */
@QuarkusTest
class PlansTest {

    private static final int EVENTS = 2_000;

    /** No relay's. */
    private static final int SHARD = 32_000;

    @Inject
    DataSource postgres;

    @Inject
    PublicationRepository publications;

    @Test
    void anEventsWayIntoTheTopicReadsNoTableFromEndToEnd() {
        // Given
        var door = Door.ofNewDeals();
        var mark = Topic.mark("pipedrive.deal.added");
        var scans = statistic("seq_scan");
        var inserted = statistic("n_tup_ins");

        // When
        LongStream.range(0, EVENTS).parallel().forEach(i -> {
            var body = Payloads.inCompany("5161", Payloads.addedV2("deal", 7_700_000 + i, 1, "901"));
            assertThat(door.deliver(body).status()).isEqualTo(204);
        });

        // Then
        mark.await(EVENTS, message -> message.key().startsWith("5161:"));
        Awaitility.await("the statistics are written")
                .atMost(Duration.ofSeconds(30))
                .until(() -> statistic("n_tup_ins") >= inserted + 2 * EVENTS);
        // Others may look at all of it now and then; a step of this way would with each of some hundred batches.
        assertThat(statistic("seq_scan") - scans).isLessThan(EVENTS / 50);
    }

    /** The outbox fills and empties faster than statistics are taken, so a plan for an empty one meets a full one. */
    @Test
    void acknowledgingEventsReadsNoOthersOfTheOutbox() {
        // Given
        var waiting = 4_000;
        var batch = 100;
        fillOutbox(waiting, "");
        emptyOutbox();
        execute("ANALYZE outbox");
        fillOutbox(waiting, "");
        try {
            var read = outbox("idx_tup_fetch");
            var removed = outbox("n_tup_del");

            // When
            for (int first = 1; first <= waiting; first += batch) {
                publications.acknowledge(
                        SHARD,
                        LongStream.range(first, first + batch)
                                .mapToObj(n -> new Published(-n, "nowhere", 0, n, null))
                                .toList(),
                        true);
            }

            // Then
            Awaitility.await("the statistics are written")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> outbox("n_tup_del") >= removed + waiting);
            // Others count the outbox now and then; a look at all of it with each batch comes to twice as many.
            assertThat(outbox("idx_tup_fetch") - read).isLessThan(8L * waiting);
            assertThat(number("SELECT count(*) FROM outbox WHERE shard = " + SHARD))
                    .isZero();
        } finally {
            emptyOutbox();
            execute("DELETE FROM publication WHERE event_seq < 0");
        }
    }

    @Test
    void settlingEventsReadsNoOthersOfTheOutbox() {
        // Given
        var waiting = 4_000;
        var batch = 100;
        fillOutbox(waiting, "");
        emptyOutbox();
        execute("ANALYZE outbox");
        fillOutbox(waiting, "WHERE n % 2 = 1");
        fillOutbox(waiting, "WHERE n % 2 = 0", "NULL");
        try {
            var read = outbox("idx_tup_fetch");
            var removed = outbox("n_tup_del");
            var settled = 0;

            // When
            for (int first = waiting; first > 0; first -= batch) {
                var outOfTurn = LongStream.rangeClosed(first - batch + 1, first)
                        .filter(n -> n % 2 == 1)
                        .mapToObj(n -> -n)
                        .toList();
                settled += publications.settle(SHARD, batch - first - 1L, outOfTurn, "nowhere");
            }

            // Then
            assertThat(settled).isEqualTo(waiting);
            Awaitility.await("the statistics are written")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> outbox("n_tup_del") >= removed + waiting);
            assertThat(outbox("idx_tup_fetch") - read).isLessThan(8L * waiting);
        } finally {
            emptyOutbox();
        }
    }

    private void fillOutbox(int rows, String where) {
        fillOutbox(rows, where, "'elsewhere'");
    }

    private void fillOutbox(int rows, String where, String outOfTurn) {
        execute("""
                INSERT INTO outbox (shard, event_seq, received_at, out_of_turn)
                SELECT %d, -n, now(), %s FROM generate_series(1, %d) AS n %s
                """.formatted(SHARD, outOfTurn, rows, where));
    }

    private void emptyOutbox() {
        execute("DELETE FROM outbox WHERE shard = " + SHARD);
    }

    /** Of all partitions of the journal and of its keys together. */
    private long statistic(String column) {
        return number(
                "SELECT sum(" + column + ") FROM pg_stat_user_tables WHERE relname ~ '^event_(p[0-9]|first|key)'");
    }

    private long outbox(String column) {
        return number("SELECT " + column + " FROM pg_stat_user_tables WHERE relname = 'outbox'");
    }

    private long number(String sql) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
