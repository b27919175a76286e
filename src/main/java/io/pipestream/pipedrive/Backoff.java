package io.pipestream.pipedrive;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;

/**
 * How long to wait before a call is made again: as long as Pipedrive asks for, or else half a second, twice as long each
 * time. Up to half as much again is added at random, so that instances do not come back together.
 */
final class Backoff implements CustomBackoffStrategy {

    private static final long FIRST = 500;
    private static final long LONGEST = 10_000;

    private final Clock clock;
    private long usual = FIRST;

    Backoff(Clock clock) {
        this.clock = clock;
    }

    @Override
    public long nextDelayInMillis(Throwable failure) {
        var wait = failure instanceof PipedriveRefusedException refused && refused.until() != null
                ? Duration.between(clock.instant(), refused.until()).toMillis()
                : usual;
        usual = Math.min(2 * usual, LONGEST);
        var least = Math.clamp(wait, FIRST, LONGEST);
        return least + ThreadLocalRandom.current().nextLong(least / 2);
    }
}
