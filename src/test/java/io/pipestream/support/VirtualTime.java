package io.pipestream.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;

import io.pipestream.catalogue.CatalogueTicks;
import io.pipestream.coverage.HeartbeatTicks;
import io.pipestream.poll.PollTicks;
import io.pipestream.subscription.ReconcilerTicks;
import jakarta.inject.Singleton;
import org.awaitility.Awaitility;

/**
 * Time that passes when a test says so, in steps of the product's own ticks. In each step the application does what is
 * due and is done with it before the next one, however long that really takes.
 */
@Singleton
public class VirtualTime {

    /** The product's tick. */
    public static final Duration STEP = Duration.ofSeconds(10);

    private final HeartbeatTicks heartbeat;
    private final ReconcilerTicks reconciler;
    private final PollTicks poller;
    private final CatalogueTicks catalogue;
    private Runnable life = () -> {};

    VirtualTime(HeartbeatTicks heartbeat, ReconcilerTicks reconciler, PollTicks poller, CatalogueTicks catalogue) {
        this.heartbeat = heartbeat;
        this.reconciler = reconciler;
        this.poller = poller;
        this.catalogue = catalogue;
    }

    /** Time passes and nothing of ours runs. */
    public static void jump(Duration time) {
        SandboxClient.advanceBoth(time);
    }

    /** When the day of now ends, at Pipedrive. */
    public static Instant midnight() {
        return today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public static LocalDate today() {
        return LocalDate.ofInstant(TestClock.now(), ZoneOffset.UTC);
    }

    /** What happens in the account in each step, from now on. */
    public void live(Runnable newLife) {
        life = newLife;
    }

    public void step() {
        jump(STEP);
        life.run();
        tick();
    }

    /** What is due now is done. */
    public void tick() {
        heartbeat.beat();
        reconciler.tick();
        await(reconciler::isIdle);
        catalogue.tick();
        await(catalogue::isIdle);
        poller.tick();
        await(poller::isIdle);
    }

    public void run(Duration time) {
        var until = TestClock.now().plus(time);
        while (TestClock.now().isBefore(until)) {
            step();
        }
    }

    /** Runs until something is so, and fails if it takes longer. Returns how long it took. */
    public Duration until(String what, Duration atMost, BooleanSupplier isSo) {
        var began = TestClock.now();
        while (!isSo.getAsBoolean()) {
            assertThat(Duration.between(began, TestClock.now()))
                    .as("until " + what)
                    .isLessThan(atMost);
            step();
        }
        return Duration.between(began, TestClock.now());
    }

    private static void await(BooleanSupplier isDone) {
        if (!isDone.getAsBoolean()) {
            Awaitility.await("what is due")
                    // A day has tens of thousands of these; a thread for each would cost more than what is waited for.
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(90))
                    .until(isDone::getAsBoolean);
        }
    }
}
