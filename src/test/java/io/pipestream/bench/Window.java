package io.pipestream.bench;

import java.util.Map;
import java.util.TreeMap;

import org.HdrHistogram.Histogram;

/**
 * What came of a stretch of load.
 *
 * @param seconds     from the first request to the last answer
 * @param answers     how many by status; 0 stands for no answer
 * @param microseconds of every answer, from the first byte sent
 */
record Window(double seconds, Map<Integer, Long> answers, Histogram microseconds) {

    static final int NO_ANSWER = 0;

    /** Longer ones are counted as this. */
    private static final long LONGEST = 60_000_000;

    private static final int DIGITS = 3;

    Window {
        answers = Map.copyOf(answers);
    }

    static Histogram histogram() {
        return new Histogram(LONGEST, DIGITS);
    }

    static Window empty() {
        return new Window(0, Map.of(), histogram());
    }

    /** The events that the service promised to keep. */
    long kept() {
        return answers.getOrDefault(204, 0L);
    }

    /** Everything else, no answer included. */
    long failed() {
        return answers.values().stream().mapToLong(Long::longValue).sum() - kept();
    }

    double perSecond() {
        return seconds == 0 ? 0 : kept() / seconds;
    }

    /** In milliseconds. */
    double percentile(double percent) {
        return microseconds.getValueAtPercentile(percent) / 1000.0;
    }

    /** Both stretches as one. */
    Window and(Window other) {
        var sum = new TreeMap<>(answers);
        other.answers.forEach((status, count) -> sum.merge(status, count, Long::sum));
        var both = microseconds.copy();
        both.add(other.microseconds);
        return new Window(seconds + other.seconds, sum, both);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(LONGEST, Math.max(0, nanos / 1000)));
    }
}
