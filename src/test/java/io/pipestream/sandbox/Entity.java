package io.pipestream.sandbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The record types that can be created, changed and deleted here. */
enum Entity {
    DEAL("deal", "deals", true),
    NOTE("note", "notes", false),
    ORGANIZATION("organization", "organizations", true),
    PERSON("person", "persons", true);

    private final String word;
    private final String plural;
    private final boolean merges;

    Entity(String word, String plural, boolean merges) {
        this.word = word;
        this.plural = plural;
        this.merges = merges;
    }

    String word() {
        return word;
    }

    /** The path segment of Pipedrive's API. */
    String plural() {
        return plural;
    }

    boolean merges() {
        return merges;
    }

    /** The id that callers see. */
    Object publicId(long id) {
        return id;
    }

    /** How its records keep a time. All of one entity have one form, so their text sorts as the times do. */
    String time(Instant time) {
        return Times.seconds(time);
    }

    /** Finds by the singular or the plural. */
    static Optional<Entity> named(String name) {
        return Arrays.stream(values())
                .filter(entity -> entity.word.equals(name) || entity.plural.equals(name))
                .findFirst();
    }

    /** The same for a caller who has to be told what exists. */
    static Entity require(String name) {
        return named(name)
                .orElseThrow(() -> ApiError.badControl("there is no object called '" + name + "'; use one of "
                        + Arrays.stream(values()).map(Entity::word).collect(Collectors.joining(", "))));
    }
}
