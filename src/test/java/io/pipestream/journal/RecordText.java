package io.pipestream.journal;

import java.time.Instant;

import io.pipestream.event.Observation;

/** The value of the record that an observation would become. */
public final class RecordText {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:06.003Z");

    private static final RecordWriter WRITER = new RecordWriter();

    private RecordText() {}

    public static String of(Observation observation) {
        var occurredAt = observation.occurredAt();
        return WRITER.write(observation, occurredAt == null ? NOW : occurredAt, NOW);
    }
}
