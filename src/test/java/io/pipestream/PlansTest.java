package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.LongStream;
import javax.sql.DataSource;

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

    @Inject
    DataSource postgres;

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

    /** Of all partitions of the journal and of its keys together. */
    private long statistic(String column) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement("SELECT sum(" + column
                        + ") FROM pg_stat_user_tables WHERE relname ~ '^event_(p[0-9]|first|key)'");
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
