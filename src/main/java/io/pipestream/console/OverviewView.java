package io.pipestream.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What the overview shows.
 *
 * @param freshness mean seconds from a change to Kafka in the last five minutes; null if nothing was published
 * @param isEmpty   nothing was ever stored
 */
public record OverviewView(
        Vitals.All vitals,
        Charts.Span span,
        Charts.Drawn drawn,
        @Nullable Double freshness,
        boolean isEmpty) {

    public List<Charts.Span> spans() {
        return List.of(Charts.Span.values());
    }

    /** With one decimal below ten seconds. */
    public String freshnessInWords() {
        if (freshness == null) {
            return "–";
        }
        return freshness < 10
                ? String.format(Locale.ENGLISH, "%.1f s", freshness)
                : Vitals.age(Duration.ofSeconds(Math.round(freshness)));
    }
}
