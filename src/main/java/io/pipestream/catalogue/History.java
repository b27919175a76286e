package io.pipestream.catalogue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.pipestream.pipedrive.Definition;
import org.jspecify.annotations.Nullable;

/**
 * What a reading adds to what is known: pure. A name is dated to when Pipedrive says that it changed, if that can be,
 * that is if it lies between the two readings; otherwise to when we noticed.
 */
final class History {

    private final Map<String, Term> known;
    private final @Nullable Instant lastReadAt;
    private final Instant now;
    private final List<Entry> news = new ArrayList<>();

    private History(Map<String, Term> known, @Nullable Instant lastReadAt, Instant now) {
        this.known = known;
        this.lastReadAt = lastReadAt;
        this.now = now.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * A new version.
     *
     * @param optionId empty for the field, the stage, the user itself
     */
    record Entry(String key, String optionId, Version version) {}

    /**
     * The versions that are new.
     *
     * @param lastReadAt when what is known was read; null if never
     */
    static List<Entry> news(Map<String, Term> known, List<Definition> read, @Nullable Instant lastReadAt, Instant now) {
        var history = new History(known, lastReadAt, now);
        var keys = new HashSet<String>();
        for (var definition : read) {
            if (keys.add(definition.key())) {
                history.add(definition);
            }
        }
        known.forEach((key, term) -> {
            if (!keys.contains(key)) {
                history.gone(key, "", term);
            }
        });
        return List.copyOf(history.news);
    }

    private void add(Definition definition) {
        var term = known.get(definition.key());
        note(
                definition.key(),
                "",
                term,
                definition.name(),
                definition.type(),
                definition.addedAt(),
                definition.changedAt());
        Map<String, Term> options = term == null ? Map.of() : term.options();
        var ids = new HashSet<String>();
        for (var option : definition.options()) {
            if (ids.add(option.id())) {
                var before = options.get(option.id());
                note(definition.key(), option.id(), before, option.label(), null, option.addedAt(), option.changedAt());
            }
        }
        goneOptions(definition.key(), options, ids);
    }

    private void goneOptions(String key, Map<String, Term> options, Set<String> ids) {
        options.forEach((id, option) -> {
            if (!ids.contains(id)) {
                gone(key, id, option);
            }
        });
    }

    private void note(
            String key,
            String optionId,
            @Nullable Term before,
            String name,
            @Nullable String type,
            @Nullable Instant addedAt,
            @Nullable Instant changedAt) {
        if (before == null) {
            var from = addedAt != null && !addedAt.isAfter(now) ? addedAt.truncatedTo(ChronoUnit.MICROS) : now;
            news.add(new Entry(key, optionId, new Version(from, name, type, false)));
            return;
        }
        var latest = before.latest();
        if (latest.isGone() || !latest.name().equals(name) || !Objects.equals(latest.type(), type)) {
            var version = new Version(after(latest, dated(changedAt)), name, type, false);
            news.add(new Entry(key, optionId, version));
        }
    }

    private void gone(String key, String optionId, Term term) {
        var latest = term.latest();
        if (!latest.isGone()) {
            var version = new Version(after(latest, now), latest.name(), latest.type(), true);
            news.add(new Entry(key, optionId, version));
        }
    }

    private Instant dated(@Nullable Instant changedAt) {
        boolean canBe =
                changedAt != null && lastReadAt != null && changedAt.isAfter(lastReadAt) && !changedAt.isAfter(now);
        return canBe ? Objects.requireNonNull(changedAt).truncatedTo(ChronoUnit.MICROS) : now;
    }

    /** No two versions begin at once. */
    private static Instant after(Version latest, Instant from) {
        return from.isAfter(latest.from()) ? from : latest.from().plus(1, ChronoUnit.MICROS);
    }
}
