package io.pipestream.subscription;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What is diagnosed: a registration that was added two hours before noon and was healthy then. */
final class DiagnosisCases {

    static final Duration BAN = Duration.ofMinutes(30);

    static final Diagnosis DIAGNOSIS = new Diagnosis(BAN, Duration.ofSeconds(230), Duration.ofHours(24));

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    static final Instant EARLIER = NOON.minus(Duration.ofHours(2));

    static final Standing WELL = new Standing(Health.HEALTHY, null, EARLIER, null, EARLIER);

    private DiagnosisCases() {}

    static Evidence evidence(
            @Nullable Instant heard, int failures, @Nullable Instant failed, @Nullable Instant missed) {
        return new Evidence(EARLIER, heard, failures, failed, failed, missed, missed, missed, EARLIER, EARLIER);
    }
}
