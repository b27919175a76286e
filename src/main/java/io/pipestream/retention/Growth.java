package io.pipestream.retention;

import java.time.Duration;
import java.time.Instant;

import io.pipestream.retention.SampleRepository.Sample;
import org.jspecify.annotations.Nullable;

/**
 * How fast the database grows.
 *
 * @param since      when the measurement began, at most 30 days ago
 * @param bytesPerDay  negative when it shrinks
 */
record Growth(Instant since, double bytesPerDay, double eventsPerDay) {

    /** Of less than that nothing can be told: a day has its hours. */
    private static final Duration SHORTEST = Duration.ofHours(20);

    private static final double DAY = Duration.ofDays(1).toSeconds();

    /** Null if the two are too near to each other. */
    static @Nullable Growth between(Sample earlier, Sample now) {
        var passed = Duration.between(earlier.takenAt(), now.takenAt());
        if (passed.compareTo(SHORTEST) < 0) {
            return null;
        }
        var days = passed.toSeconds() / DAY;
        return new Growth(
                earlier.takenAt(),
                (now.bytes() - earlier.bytes()) / days,
                (now.lastNumber() - earlier.lastNumber()) / days);
    }

    /** Days until there are so many bytes; null if it does not grow, 0 if there are already. */
    @Nullable
    Double daysUntil(long capacity, long bytes) {
        if (bytes >= capacity) {
            return 0.0;
        }
        return bytesPerDay <= 0 ? null : (Double) ((capacity - bytes) / bytesPerDay);
    }
}
