package io.pipestream.pipedrive;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a key, or an id, is called now.
 *
 * @param key       of a field its code, 40 hexadecimal digits for a custom one; otherwise the id
 * @param type      of a field, as Pipedrive spells it; null for anything else
 * @param options   what can be chosen; none but for a field with options
 * @param addedAt   null where Pipedrive does not say, as of fields
 * @param changedAt likewise
 */
public record Definition(
        String key,
        String name,
        @Nullable String type,
        List<Option> options,
        @Nullable Instant addedAt,
        @Nullable Instant changedAt) {

    public Definition {
        options = List.copyOf(options);
    }

    /** One of the choices; records hold its id. */
    public record Option(
            String id,
            String label,
            @Nullable Instant addedAt,
            @Nullable Instant changedAt) {}

    /**
     * Some of a list.
     *
     * @param next where the next page begins, to be handed back as it is; null on the last page
     */
    public record Page(
            List<Definition> definitions, @Nullable String next) {

        public Page {
            definitions = List.copyOf(definitions);
        }
    }
}
