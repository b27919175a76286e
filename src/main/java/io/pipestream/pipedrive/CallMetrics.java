package io.pipestream.pipedrive;

import java.util.Locale;

import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import jakarta.inject.Singleton;

/** Counts attempts by what became of them, and tokens by what they were for. */
@Singleton
class CallMetrics {

    private final MeterRegistry registry;

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void answered() {
        count("ok");
    }

    void refused(Reason reason) {
        count(reason.name().toLowerCase(Locale.ROOT));
    }

    void spent(Purpose purpose, int tokens) {
        registry.counter("pipestream.pipedrive.tokens.spent", "purpose", purpose.word())
                .increment(tokens);
    }

    private void count(String outcome) {
        registry.counter("pipestream.pipedrive.calls", "outcome", outcome).increment();
    }
}
