package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Cable;
import io.pipestream.support.TestClock;
import io.pipestream.support.VirtualAccount;
import io.pipestream.support.VirtualPipedrive;
import io.pipestream.support.VirtualService;
import io.pipestream.support.VirtualTime;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing of ours runs for longer than Pipedrive's recent changes reach back. */
@QuarkusTest
@TestProfile(VirtualAccount.Profile.class)
class DowntimeInVirtualTimeTest {

    private static final Logger LOG = Logger.getLogger(DowntimeInVirtualTimeTest.class);

    private static final int DAYS = 40;

    private static final int SEEDED = 1_200;

    @Inject
    VirtualTime time;

    @Inject
    VirtualService service;

    private final VirtualPipedrive account = new VirtualPipedrive();

    @AfterEach
    void theWayToOurDoorIsOpen() {
        Cable.mend();
    }

    @Test
    void afterFortyDaysEveryRecordThatIsStillThereIsFoundOnce() {
        // Given
        service.freshDay(30_000);
        var began = TestClock.now();

        // When
        Cable.cut();
        for (var day = 1; day <= DAYS; day++) {
            VirtualTime.jump(Duration.ofDays(1));
            for (var change = 0; change < 6; change++) {
                account.change();
            }
            if (day == 10 || day == 30) {
                patch(account.add("deal"), "{\"is_archived\": true}");
            }
            if (day == 5 || day == 35) {
                var gone = account.add("deal");
                account.forget("deal", gone);
                VirtualPipedrive.control("DELETE", "/deal/" + gone, "");
            }
        }
        var seeds = VirtualPipedrive.control(
                "POST",
                "/seed",
                "{\"object\": \"deal\", \"count\": %d, \"updated_over\": \"PT936H\"}".formatted(SEEDED));
        for (var id = seeds.path("first_id").asLong();
                id <= seeds.path("last_id").asLong();
                id++) {
            account.note("deal", Long.toString(id));
        }

        // Then
        assertThat(VirtualPipedrive.webhooks())
                .as("Pipedrive gives up after three days")
                .isEmpty();

        // When
        Cable.mend();
        var back = TestClock.now();
        var listed = VirtualPipedrive.calls("GET /api/v2/deals");
        time.tick();
        var took = time.until("all is repaired", Duration.ofHours(1), service::isWell);

        // Then
        assertThat(VirtualPipedrive.calls("GET /api/v2/deals") - listed)
                .as("pages of the list of deals")
                .isGreaterThan(1);
        account.isAllInTheTopicsOnce();
        var gaps = StreamSupport.stream(service.gaps().spliterator(), false)
                .filter(gap -> !Instant.parse(gap.path("to").asText()).isBefore(back))
                .toList();
        assertThat(gaps).allSatisfy(gap -> assertThat(text(gap, "state")).isEqualTo("closed"));
        assertThat(gaps).anySatisfy(gap -> {
            assertThat(text(gap, "cause")).isEqualTo("downtime");
            assertThat(Instant.parse(text(gap, "from"))).isBefore(began.plusSeconds(30));
        });
        assertThat(Instant.parse(service.completeThrough())).isAfter(back.minusSeconds(30));
        assertThat(Set.copyOf(VirtualPipedrive.times(VirtualAccount.TOPICS + ".deal.added")
                        .values()))
                .as("times that a deal is told, the deleted ones too")
                .containsExactly(1L);
        LOG.infof(
                "measured: downtime days=%d repaired=%ds records=%d spent=%s",
                DAYS, took.toSeconds(), account.made(), service.budget().spent());
    }

    private static void patch(String deal, String json) {
        VirtualPipedrive.control("PATCH", "/deal/" + deal, json);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
