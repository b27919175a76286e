package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

import io.pipestream.pipedrive.Purpose;
import io.pipestream.support.TestClock;
import io.pipestream.support.VirtualAccount;
import io.pipestream.support.VirtualPipedrive;
import io.pipestream.support.VirtualService;
import io.pipestream.support.VirtualTime;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** A day on Pipedrive's smallest plan on which much goes wrong, from midnight to midnight. */
@QuarkusTest
@TestProfile(VirtualAccount.Profile.class)
class DayInVirtualTimeTest {

    private static final Logger LOG = Logger.getLogger(DayInVirtualTimeTest.class);

    private static final long TOKENS = 30_000;

    private static final long CAP = 3_000;

    private static final long EMERGENCY = 600;

    @Inject
    VirtualTime time;

    @Inject
    VirtualService service;

    private final VirtualPipedrive account = new VirtualPipedrive();

    private record Trouble(Duration at, Runnable begins) {}

    private final ArrayDeque<Trouble> troubles = new ArrayDeque<>(List.of(
            at("PT2H", () -> VirtualPipedrive.deleteWebhooks(4)),
            at("PT5H30M", () -> VirtualPipedrive.deleteWebhooks(1)),
            at("PT8H", VirtualPipedrive::banWebhooks),
            at("PT11H", () -> VirtualPipedrive.faults("{\"api_5xx\": 0.3}")),
            at("PT11H45M", () -> VirtualPipedrive.faults("{}")),
            at("PT13H", () -> VirtualPipedrive.faults("{\"api_429\": \"burst\"}")),
            at("PT13H10M", () -> VirtualPipedrive.faults("{}")),
            at("PT14H", () -> VirtualPipedrive.deleteWebhooks(2)),
            at("PT17H", () -> {
                VirtualPipedrive.banWebhooks();
                VirtualPipedrive.refuseTenAttempts();
            }),
            at("PT20H", () -> VirtualPipedrive.faults("{\"api_5xx\": 0.3, \"drop\": 0.2}")),
            at("PT20H30M", () -> VirtualPipedrive.faults("{}")),
            at("PT22H", () -> VirtualPipedrive.deleteWebhooks(4))));

    @Test
    void aDayFullOfTroubleStaysWithinTheCapAndOurLedgerIsPipedrives() {
        // Given
        service.freshDay(TOKENS);
        VirtualTime.jump(
                Duration.between(TestClock.now(), VirtualTime.midnight()).minusMinutes(10));
        time.tick();
        time.until("all is well on the eve", Duration.ofMinutes(8), service::isWell);
        time.run(Duration.between(TestClock.now(), VirtualTime.midnight()));
        var begins = VirtualTime.today();
        var midnight = VirtualTime.midnight();
        var morning = midnight.minus(Duration.ofDays(1));

        // When
        var nextChange = morning;
        var nextCount = morning;
        while (TestClock.now().isBefore(midnight.minus(VirtualTime.STEP.multipliedBy(2)))) {
            trouble(morning);
            if (isTime(nextChange)) {
                account.change();
                nextChange = nextChange.plus(Duration.ofMinutes(5));
            }
            time.step();
            if (isTime(nextCount)) {
                assertThat(VirtualTime.today()).isEqualTo(begins);
                assertThat(service.spent()).as("at " + TestClock.now()).isEqualTo(VirtualPipedrive.tokens(begins));
                nextCount = nextCount.plus(Duration.ofMinutes(30));
            }
        }

        // Then
        var budget = service.budget();
        assertThat(troubles).isEmpty();
        assertThat(budget.cap()).isEqualTo(CAP);
        assertThat(service.spent()).isEqualTo(VirtualPipedrive.tokens(begins));
        assertThat(budget.background()).isEqualTo(service.spent()).isLessThanOrEqualTo(CAP + EMERGENCY);
        assertThat(budget.background() - budget.spent().getOrDefault(Purpose.REPAIR, 0L))
                .isLessThanOrEqualTo(CAP);
        assertThat(service.isWell()).isTrue();
        account.isAllInTheTopicsOnce();
        LOG.infof("measured: day spent=%d of=%s records=%d", service.spent(), budget, account.made());
    }

    @Test
    void aDayOnWhichNothingHappensIsNotAnEmergency() {
        // Given
        service.freshDay(TOKENS);
        service.freshDay(TOKENS);
        var setUp = service.budget().spent();

        // When
        time.run(Duration.ofHours(6));

        // Then
        var budget = service.budget();
        assertThat(budget.spent().get(Purpose.REPAIR)).isEqualTo(setUp.get(Purpose.REPAIR));
        assertThat(budget.background()).isLessThanOrEqualTo(CAP / 4);
        assertThat(service.spent()).isEqualTo(VirtualPipedrive.tokens(VirtualTime.today()));
        LOG.infof("measured: six idle hours spent=%s", budget.spent());
    }

    private static Trouble at(String time, Runnable begins) {
        return new Trouble(Duration.parse(time), begins);
    }

    private void trouble(Instant morning) {
        var next = troubles.peek();
        if (next != null && isTime(morning.plus(next.at()))) {
            troubles.remove();
            next.begins().run();
        }
    }

    private static boolean isTime(Instant time) {
        return !TestClock.now().isBefore(time);
    }
}
