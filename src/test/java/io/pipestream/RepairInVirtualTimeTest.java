package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon lost webhooks are repaired on Pipedrive's smaller plans, with our default share of their tokens. */
@QuarkusTest
@TestProfile(VirtualAccount.Profile.class)
class RepairInVirtualTimeTest {

    private static final Logger LOG = Logger.getLogger(RepairInVirtualTimeTest.class);

    private static final int DELETIONS = 3;

    @Inject
    VirtualTime time;

    @Inject
    VirtualService service;

    private final VirtualPipedrive account = new VirtualPipedrive();

    @AfterEach
    void theWayToOurDoorIsOpen() {
        Cable.mend();
    }

    @ParameterizedTest(name = "{0} tokens a day, busy {2}")
    @CsvSource({"60000, 5, false", "60000, 5, true", "30000, 10, false", "30000, 10, true"})
    void deletedWebhooksAreBackAndTheirGapClosed(long tokensPerDay, int minutes, boolean isBusy) {
        // Given
        service.freshDay(tokensPerDay);
        time.live(every(Duration.ofSeconds(30), isBusy));
        var longest = Duration.ZERO;
        for (var deletion = 0; deletion < DELETIONS; deletion++) {
            // The worst moment: they were seen just now.
            untilAnotherCallOf("GET /v1/webhooks");

            // When
            VirtualPipedrive.deleteWebhooks(VirtualPipedrive.WEBHOOKS);

            // Then
            var took = time.until("the webhooks are back", Duration.ofMinutes(minutes), another("missing"));
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        account.isAllInTheTopicsOnce();
        staysWithinTheCap();
        LOG.infof(
                "measured: deletions=%d tokens-a-day=%d busy=%s longest=%ds records=%d spent=%s",
                DELETIONS,
                tokensPerDay,
                isBusy,
                longest.toSeconds(),
                account.made(),
                service.budget().spent());
    }

    @ParameterizedTest(name = "{0} tokens a day, our door saw it {1}, busy {2}")
    @CsvSource({
        "60000, true, false",
        "60000, true, true",
        "60000, false, false",
        "60000, false, true",
        "30000, true, false",
        "30000, true, true",
        "30000, false, false",
        "30000, false, true"
    })
    void aBanIsRepairedWithinTwoMinutesOfItsEnd(long tokensPerDay, boolean ourDoorSawIt, boolean isBusy) {
        // Given
        service.freshDay(tokensPerDay);
        // The worst moment: polling has looked just now.
        untilAnotherCallOf("GET /v1/recents");

        // When
        var repaired = another("banned", "silent");
        var end = VirtualPipedrive.banWebhooks();
        if (ourDoorSawIt) {
            VirtualPipedrive.refuseTenAttempts();
        }
        for (var change = 0; change < 6; change++) {
            account.change();
        }
        time.live(every(Duration.ofMinutes(1), isBusy));
        time.run(Duration.between(TestClock.now(), end));
        time.until("the ban is repaired", Duration.ofMinutes(2), repaired);
        var took = Duration.between(end, TestClock.now());

        // Then
        assertThat(took).isLessThan(Duration.ofMinutes(2));
        account.isAllInTheTopicsOnce();
        staysWithinTheCap();
        LOG.infof(
                "measured: ban tokens-a-day=%d seen=%s busy=%s repaired=%ds records=%d spent=%s",
                tokensPerDay,
                ourDoorSawIt,
                isBusy,
                took.toSeconds(),
                account.made(),
                service.budget().spent());
    }

    @ParameterizedTest(name = "{0} tokens a day, our service ran {1}, busy {2}")
    @CsvSource({
        "60000, false, false",
        "60000, false, true",
        "60000, true, true",
        "30000, false, false",
        "30000, false, true",
        "30000, true, true"
    })
    void aBanThatBeganWhileNobodyReachedUsIsRepairedWithinTwoMinutesOfItsEnd(
            long tokensPerDay, boolean ourServiceRan, boolean isBusy) {
        // Given
        service.freshDay(tokensPerDay);
        everyWebhookIsHeard();
        untilAnotherCallOf("GET /v1/recents");

        // When
        Cable.cut();
        for (var change = 0; change < 66; change++) {
            account.change();
            pass(Duration.ofSeconds(change % 6 == 5 ? 10 : 0), ourServiceRan);
        }
        // The worst moment: the first look after it is long before the end of the ban, the next one long after.
        if (ourServiceRan) {
            time.run(Duration.ofMinutes(10));
        } else {
            VirtualPipedrive.givesUp(Duration.ofMinutes(10));
        }
        Cable.mend();
        var end = VirtualPipedrive.bansEnd(VirtualPipedrive.WEBHOOKS);
        time.tick();
        time.live(every(Duration.ofMinutes(1), isBusy));
        time.run(Duration.between(TestClock.now(), end).minusSeconds(15));
        for (var change = 0; change < 6; change++) {
            account.change();
        }
        time.run(Duration.between(TestClock.now(), end));
        time.until(
                "the ban is repaired",
                Duration.ofMinutes(2),
                () -> service.isWell()
                        && !service.lastGapEnd("banned", "silent").isBefore(end));
        var took = Duration.between(end, TestClock.now());

        // Then
        account.isAllInTheTopicsOnce();
        staysWithinTheCap();
        LOG.infof(
                "measured: ban of a downtime tokens-a-day=%d ran=%s busy=%s repaired=%ds records=%d spent=%s",
                tokensPerDay,
                ourServiceRan,
                isBusy,
                took.toSeconds(),
                account.made(),
                service.budget().spent());
    }

    @ParameterizedTest(name = "{0} tokens a day")
    @ValueSource(longs = {60_000, 30_000})
    void aBanOfWhichNotEveryCauseIsLeftMissesNothingForMoreThanTwoMinutesAfterItsEnd(long tokensPerDay) {
        // Given
        service.freshDay(tokensPerDay);
        everyWebhookIsHeard();
        untilAnotherCallOf("GET /v1/recents");

        // When
        Cable.cut();
        for (var added = 0; added < 3; added++) {
            var note = account.add("note");
            for (var again = 0; again < 3; again++) {
                VirtualTime.jump(VirtualTime.STEP);
                VirtualPipedrive.tellAgain("note", note);
            }
            VirtualTime.jump(VirtualTime.STEP);
        }
        account.add("note");
        VirtualPipedrive.givesUp(Duration.ofMinutes(8));
        Cable.mend();
        var end = VirtualPipedrive.bansEnd(1);
        time.tick();
        time.run(Duration.between(TestClock.now(), end).minusSeconds(15));
        account.add("note");
        time.run(Duration.between(TestClock.now(), end).plusMinutes(2));

        // Then
        account.isAllInTheTopicsOnce();
        staysWithinTheCap();
        LOG.infof(
                "measured: unseen ban tokens-a-day=%d spent=%s",
                tokensPerDay, service.budget().spent());
    }

    /** Pipedrive would delete one that failed days ago and has told nothing since. */
    private void everyWebhookIsHeard() {
        for (var change = 0; change < 6; change++) {
            account.change();
        }
    }

    private void pass(Duration duration, boolean ourServiceRuns) {
        if (ourServiceRuns) {
            time.run(duration);
        } else {
            VirtualTime.jump(duration);
        }
    }

    private Runnable every(Duration pause, boolean isBusy) {
        var next = new Instant[] {TestClock.now()};
        return () -> {
            if (isBusy && !TestClock.now().isBefore(next[0])) {
                account.change();
                next[0] = TestClock.now().plus(pause);
            }
        };
    }

    private void untilAnotherCallOf(String route) {
        var before = VirtualPipedrive.calls(route);
        time.until(route, Duration.ofMinutes(40), () -> VirtualPipedrive.calls(route) > before);
    }

    /** Tells once a gap of such a cause that is not there yet has come and is closed, and all is well. */
    private BooleanSupplier another(String... causes) {
        var before = service.gaps().path(0).path("id").asText();
        return () -> {
            var gap = service.gaps().path(0);
            return !gap.path("id").asText().equals(before)
                    && List.of(causes).contains(gap.path("cause").asText())
                    && service.isWell();
        };
    }

    private void staysWithinTheCap() {
        assertThat(service.budget().background()).isLessThan(service.budget().cap());
        assertThat(service.spent()).isEqualTo(VirtualPipedrive.tokens(VirtualTime.today()));
    }
}
