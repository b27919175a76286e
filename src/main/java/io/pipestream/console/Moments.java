package io.pipestream.console;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.journal.TimelineEntry;
import org.jspecify.annotations.Nullable;

/** An event's way in words. */
final class Moments {

    private Moments() {}

    /**
     * A step of it.
     *
     * @param at       null if nobody noted when
     * @param kind     {@code bad} or {@code warn} if it is not as it should be, else empty
     * @param delivery what it was told by; null if by none
     */
    public record Moment(
            @Nullable Instant at,
            String what,
            String kind,
            String detail,
            @Nullable UUID delivery) {}

    static List<Moment> of(List<TimelineEntry> entries) {
        return entries.stream().map(Moments::moment).toList();
    }

    private static Moment moment(TimelineEntry entry) {
        var facts = entry.facts();
        var delivery = facts.get("delivery_id") instanceof UUID id ? id : null;
        return switch (entry.kind()) {
            case "received" -> new Moment(entry.at(), "Received", "", "by " + facts.get("source"), delivery);
            case "stored" -> new Moment(entry.at(), "Stored", "", "as number " + facts.get("sequence"), null);
            case "duplicate" ->
                new Moment(
                        entry.at(),
                        "Told again",
                        "",
                        "by " + facts.get("source") + "; recognised, not sent twice",
                        delivery);
            case "published" ->
                new Moment(
                        entry.at(),
                        "In Kafka",
                        "",
                        facts.get("topic") + ", partition " + facts.get("partition") + ", offset "
                                + facts.get("offset"),
                        null);
            case "dead_lettered" ->
                new Moment(entry.at(), "Refused by Kafka", "bad", String.valueOf(facts.get("problem")), null);
            case "waiting" -> new Moment(entry.at(), "Waiting", "warn", "for " + facts.get("for"), null);
            default -> new Moment(entry.at(), sentence(entry.kind()), "", rest(entry), delivery);
        };
    }

    /** {@code Left quarantine} of {@code left_quarantine}. */
    private static String sentence(String kind) {
        var words = kind.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String rest(TimelineEntry entry) {
        var text = new StringBuilder();
        entry.facts()
                .forEach((name, fact) -> text.append(text.isEmpty() ? "" : ", ")
                        .append(name.replace('_', ' '))
                        .append(' ')
                        .append(fact));
        return text.toString();
    }
}
