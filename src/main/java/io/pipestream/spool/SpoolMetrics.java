package io.pipestream.spool;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;

/** Counts looks and what is drained, and shows what waits. */
@Singleton
class SpoolMetrics {

    /** How a look ended. */
    enum Outcome {
        CLEAR_BY_KAFKA,
        CLEAR_BY_ROWS,
        NOT_CLEAR,
        /** Postgres did not answer. */
        FAILED
    }

    private final Map<Outcome, Counter> looks = new EnumMap<>(Outcome.class);
    private final Counter fromHeld;
    private final Counter fromSpool;
    private final Counter skipped;
    private final Timer drain;
    private volatile boolean isClear;
    private volatile double lag;
    private volatile double held;

    SpoolMetrics(MeterRegistry meters) {
        for (var outcome : Outcome.values()) {
            looks.put(
                    outcome,
                    meters.counter(
                            "pipestream.spool.looks", "outcome", outcome.name().toLowerCase(Locale.ROOT)));
        }
        this.fromHeld = meters.counter("pipestream.spool.drained", "from", "held");
        this.fromSpool = meters.counter("pipestream.spool.drained", "from", "spooled");
        this.skipped = meters.counter("pipestream.spool.skipped");
        this.drain = meters.timer("pipestream.spool.drain");
        Gauge.builder("pipestream.spool.clear", () -> isClear ? 1 : 0).register(meters);
        Gauge.builder("pipestream.spool.lag", () -> lag).register(meters);
        Gauge.builder("pipestream.spool.held.size", () -> held).register(meters);
    }

    void looked(Look look) {
        isClear = look.isClear();
        count(outcome(look));
        if (!look.held()) {
            held = 0;
        }
    }

    private static Outcome outcome(Look look) {
        if (!look.isClear()) {
            return Outcome.NOT_CLEAR;
        }
        return look.spool() == Look.Spool.EMPTY_BY_ROWS ? Outcome.CLEAR_BY_ROWS : Outcome.CLEAR_BY_KAFKA;
    }

    void failed() {
        isClear = false;
        count(Outcome.FAILED);
    }

    private void count(Outcome outcome) {
        Objects.requireNonNull(looks.get(outcome)).increment();
    }

    Timer drain() {
        return drain;
    }

    void drained(int held, int spooled, int foreign) {
        fromHeld.increment(held);
        fromSpool.increment(spooled);
        skipped.increment(foreign);
    }

    /** Records of the spool topic that are not drained. */
    void lag(long records) {
        lag = records;
    }

    void held(long rows) {
        held = rows;
    }
}
