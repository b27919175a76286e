package io.pipestream.journal;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.pipestream.event.Source;
import io.pipestream.journal.EventFilter.State;
import io.pipestream.platform.Problems;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A filter as the API takes it, read by hand: JAX-RS answers 404 to a parameter that it cannot read. The key is
 * {@code company:object:record}, as an event shows it; a path is all the sources that it has.
 */
public record EventQuery(
        @QueryParam("id") List<String> ids,

        @QueryParam("delivery_id") @Schema(format = "uuid") @Nullable
        String deliveryId,

        @QueryParam("key") @Nullable String key,
        @QueryParam("company_id") @Nullable String companyId,
        @QueryParam("object") @Nullable String object,
        @QueryParam("action") @Nullable String action,
        @QueryParam("record_id") @Nullable String recordId,
        @QueryParam("trigger") @Nullable String trigger,
        @QueryParam("source") @Nullable String source,

        @QueryParam("path") @Schema(enumeration = {"webhook", "poll", "backfill", "test"}) @Nullable
        String path,

        @QueryParam("received_from") @Nullable String receivedFrom,
        @QueryParam("received_to") @Nullable String receivedTo,
        @QueryParam("occurred_from") @Nullable String occurredFrom,
        @QueryParam("occurred_to") @Nullable String occurredTo,
        @QueryParam("sequence_from") @Nullable String sequenceFrom,
        @QueryParam("sequence_to") @Nullable String sequenceTo,

        @QueryParam("state") @Schema(enumeration = {"pending", "published", "failed"}) @Nullable
        String state,

        @QueryParam("q") @Nullable String q,
        @QueryParam("where") @Nullable String where) {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static final int LONGEST_TEXT = 200;

    private static final int LONGEST_PATH = 1000;

    private static final int MOST_IDS = 1000;

    /**
     * The same from a caller that is not JAX-RS.
     *
     * @param parameters gives the value of a parameter by its name; null or blank if it is not asked for
     */
    public static EventQuery of(Function<String, @Nullable String> parameters) {
        Function<String, @Nullable String> given = name -> {
            var value = parameters.apply(name);
            return value == null || value.isBlank() ? null : value.strip();
        };
        var id = given.apply("id");
        return new EventQuery(
                id == null ? List.of() : List.of(id),
                given.apply("delivery_id"),
                given.apply("key"),
                given.apply("company_id"),
                given.apply("object"),
                given.apply("action"),
                given.apply("record_id"),
                given.apply("trigger"),
                given.apply("source"),
                given.apply("path"),
                given.apply("received_from"),
                given.apply("received_to"),
                given.apply("occurred_from"),
                given.apply("occurred_to"),
                given.apply("sequence_from"),
                given.apply("sequence_to"),
                given.apply("state"),
                given.apply("q"),
                given.apply("where"));
    }

    EventFilter filter() {
        Parameters.comparable(key, companyId, object, action, recordId, trigger, q, where);
        var record = wanted();
        return new EventFilter(
                wantedIds(),
                Parameters.uuid("delivery_id", deliveryId),
                record.companyId(),
                record.object(),
                action,
                record.recordId(),
                trigger,
                sources(),
                Parameters.instant("received_from", receivedFrom),
                Parameters.instant("received_to", receivedTo),
                Parameters.instant("occurred_from", occurredFrom),
                Parameters.instant("occurred_to", occurredTo),
                Parameters.number("sequence_from", sequenceFrom),
                Parameters.number("sequence_to", sequenceTo),
                wantedState(),
                words(),
                wantedWhere());
    }

    private record Wanted(
            @Nullable String companyId,
            @Nullable String object,
            @Nullable String recordId) {}

    private Wanted wanted() {
        if (key == null) {
            return new Wanted(companyId, object, recordId);
        }
        var parts = key.split(":", 3);
        if (parts.length < 3 || companyId != null || object != null || recordId != null) {
            throw Problems.of(
                    Status.BAD_REQUEST,
                    "key-invalid",
                    "key is company:object:record as an event shows it, and stands for company_id, object and record_id.");
        }
        return new Wanted(parts[0], parts[1], parts[2]);
    }

    private List<UUID> wantedIds() {
        if (ids.size() > MOST_IDS) {
            throw Problems.of(Status.BAD_REQUEST, "search-invalid", "Ask for at most " + MOST_IDS + " ids at once.");
        }
        return ids.stream()
                .map(id -> Objects.requireNonNull(Parameters.uuid("id", id)))
                .toList();
    }

    private List<String> sources() {
        if (source == null && path == null) {
            return List.of();
        }
        var wanted = Stream.of(Source.values())
                .filter(one -> source == null || one.word().equals(source))
                .filter(one -> path == null || one.ingestPath().equals(path))
                .map(Source::word)
                .toList();
        if (wanted.isEmpty()) {
            throw Problems.of(
                    Status.BAD_REQUEST,
                    "search-invalid",
                    "source is one of webhook-v1, webhook-v2, recents, list, backfill, test; path is webhook, poll,"
                            + " backfill or test.");
        }
        return wanted;
    }

    private @Nullable State wantedState() {
        if (state == null) {
            return null;
        }
        try {
            return State.valueOf(state.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problems.of(Status.BAD_REQUEST, "state-invalid", "state is one of pending, published, failed.");
        }
    }

    private List<String> words() {
        if (q == null || q.isBlank()) {
            return List.of();
        }
        if (q.length() > LONGEST_TEXT) {
            throw Problems.of(Status.BAD_REQUEST, "search-invalid", "q has at most " + LONGEST_TEXT + " characters.");
        }
        return SPACE.splitAsStream(q.strip()).toList();
    }

    /** Whether it is a predicate is for Postgres to say. */
    private @Nullable String wantedWhere() {
        if (where != null && where.length() > LONGEST_PATH) {
            throw Problems.of(
                    Status.BAD_REQUEST, "where-invalid", "where has at most " + LONGEST_PATH + " characters.");
        }
        return where;
    }
}
