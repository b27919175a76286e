package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Gap;
import io.pipestream.coverage.Gaps;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was missed is a gap, from the moment it is noticed until it is closed. */
@QuarkusTest
class GapsTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    @Inject
    Gaps gaps;

    @Inject
    Database database;

    private final UnpolledConnection own = UnpolledConnection.random();

    private final UUID connection = own.id();

    @BeforeEach
    void thereIsAConnection() {
        own.make(database);
    }

    @AfterEach
    void itIsGoneAndItsGapsWithIt() {
        own.remove();
    }

    @Test
    void aGapGoesFromBlindToOpenToClosed() {
        // When
        var opened = gaps.open(connection, Cause.BANNED, TEN, "banned for 30 minutes");

        // Then
        var blind = own.gaps("&state=blind").getFirst();
        assertThat(blind.path("id").asText()).isEqualTo(opened.id().toString());
        assertThat(blind.path("connection_id").asText()).isEqualTo(connection.toString());
        assertThat(blind.path("cause").asText()).isEqualTo("banned");
        assertThat(blind.path("from").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(blind.path("to").isNull()).isTrue();
        assertThat(blind.path("closed_at").isNull()).isTrue();
        assertThat(blind.path("detail").asText()).isEqualTo("banned for 30 minutes");

        // When
        gaps.over(connection, Cause.BANNED, TEN.plusSeconds(1_800));
        gaps.found(opened.id(), 2);
        gaps.found(opened.id(), 3);

        // Then
        assertThat(gaps.unrepaired(connection)).singleElement().satisfies(gap -> {
            assertThat(gap.state()).isEqualTo(Gap.State.OPEN);
            assertThat(gap.to()).isEqualTo(TEN.plusSeconds(1_800));
            assertThat(gap.found()).isEqualTo(5);
        });

        // When
        var closedBefore = Api.metric("pipestream_gaps_closed_total", "");
        gaps.close(opened.id());
        gaps.close(opened.id());

        // Then
        assertThat(gaps.unrepaired(connection)).isEmpty();
        assertThat(own.gaps("&state=closed").getFirst().path("closed_at").isTextual())
                .isTrue();
        assertThat(Api.metric("pipestream_gaps_closed_total", "") - closedBefore)
                .isEqualTo(1);
    }

    @Test
    void aGapThatGoesOnIsNotClosed() {
        // Given
        var blind = gaps.open(connection, Cause.MISSING, TEN, "gone");

        // When
        gaps.close(blind.id());

        // Then
        assertThat(gaps.unrepaired(connection)).extracting(Gap::state).containsExactly(Gap.State.BLIND);
    }

    @Test
    void whatIsOverWithoutHavingBegunChangesNothing() {
        // Given
        gaps.open(connection, Cause.MISSING, TEN, "gone");

        // When
        gaps.over(connection, Cause.BANNED, TEN.plusSeconds(60));

        // Then
        assertThat(gaps.unrepaired(connection)).extracting(Gap::state).containsExactly(Gap.State.BLIND);
    }

    @Test
    void manyInstancesThatNoticeTheSameAreOneGapFromTheEarliestMoment() throws Exception {
        // Given
        var opens = new ArrayList<Callable<UUID>>();
        for (int instance = 0; instance < 16; instance++) {
            var from = TEN.plusSeconds(instance * 7 % 16);
            opens.add(() ->
                    gaps.open(connection, Cause.SILENT, from, "nothing heard").id());
        }

        // When
        var ids = new ArrayList<UUID>();
        try (var pool = Executors.newFixedThreadPool(opens.size())) {
            for (var opened : pool.invokeAll(opens)) {
                ids.add(opened.get());
            }
        }

        // Then
        assertThat(ids.stream().collect(Collectors.toSet())).hasSize(1);
        assertThat(gaps.unrepaired(connection))
                .singleElement()
                .extracting(Gap::from)
                .isEqualTo(TEN);
    }

    @Test
    void aGapAfterOneThatIsOverIsAnotherOne() {
        // Given
        var first = gaps.open(connection, Cause.BANNED, TEN.plusSeconds(600), "banned");
        gaps.over(connection, Cause.BANNED, TEN.plusSeconds(900));

        // When
        var second = gaps.open(connection, Cause.BANNED, TEN, "banned again");

        // Then
        assertThat(gaps.unrepaired(connection)).extracting(Gap::id).containsExactly(second.id(), first.id());
    }

    @Test
    void gapsArePagedNewestFirst() {
        // Given
        var opened = new ArrayList<String>();
        for (var cause : Cause.values()) {
            opened.addFirst(
                    gaps.open(connection, cause, TEN, "one of many").id().toString());
        }

        // When
        var read = new ArrayList<String>();
        var cursor = "";
        do {
            var page = Api.get("/api/gaps?limit=4&connection_id=" + connection + cursor)
                    .json();
            page.path("data").forEach(gap -> read.add(gap.path("id").asText()));
            cursor = page.path("next_cursor").isTextual()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());

        // Then
        assertThat(read).isEqualTo(opened);
    }

    @ParameterizedTest
    @CsvSource({
        "state=lost, state-invalid",
        "connection_id=1, connection-id-invalid",
        "limit=0, limit-invalid",
        "cursor=nonsense, cursor-invalid"
    })
    void aBadQueryIsRefusedAsAProblem(String query, String code) {
        // When
        var refused = Api.get("/api/gaps?" + query);

        // Then
        refused.assertProblem(400, code);
    }

    @Test
    void whenNoInstanceBeatForLongEveryConnectionGetsAGapThatIsOver() {
        // Given
        Awaitility.await("the first heartbeat")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        database.texts("SELECT beat_at::text FROM heartbeat").size() == 1);

        // When
        database.run("UPDATE heartbeat SET beat_at = beat_at - interval '10 minutes'");

        // Then
        var gap = Awaitility.await("the downtime is noticed")
                .atMost(Duration.ofSeconds(20))
                .until(() -> gaps.unrepaired(connection), found -> !found.isEmpty());
        assertThat(gap).singleElement().satisfies(downtime -> {
            assertThat(downtime.cause()).isEqualTo(Cause.DOWNTIME);
            assertThat(downtime.state()).isEqualTo(Gap.State.OPEN);
            assertThat(Duration.between(downtime.from(), downtime.to()))
                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        });
        Awaitility.await("the gauge shows it")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Api.metric("pipestream_gaps_open", "cause=\"downtime\"") >= 1);
    }
}
