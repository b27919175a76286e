package io.pipestream.poll;

import java.util.Locale;

import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.event.Source;
import jakarta.inject.Singleton;

/** Counts what polling reads and finds. */
@Singleton
class PollMetrics {

    /** What a polled row was. */
    enum Outcome {
        READ,
        /** Pipedrive gave no data. */
        EMPTY,
        /** Kept in quarantine. */
        UNREADABLE
    }

    /** How a sweep ended. */
    enum End {
        /** Everything was read. */
        COMPLETE,
        /** The budget or Pipedrive stopped it; it goes on later. */
        PAUSED,
        /** Something of ours stopped it; it goes on later. */
        FAILED
    }

    private final MeterRegistry meters;

    PollMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void row(Source source, Outcome outcome) {
        meters.counter("pipestream.poll.rows", "source", source.word(), "outcome", word(outcome))
                .increment();
    }

    void run(End end) {
        meters.counter("pipestream.poll.runs", "outcome", word(end)).increment();
    }

    /** A change that a webhook should have told. */
    void missed(String object) {
        meters.counter("pipestream.poll.missed", "object", object).increment();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
