package io.pipestream.sandbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The record types that can be created, changed and deleted here. */
enum Entity {
    DEAL("deal", "deals", true, true),
    NOTE("note", "notes", false, false),
    ORGANIZATION("organization", "organizations", true, true),
    PERSON("person", "persons", true, true),
    ACTIVITY("activity", "activities", false, true),
    PRODUCT("product", "products", false, true),
    LEAD("lead", "leads", false, false);

    /** A lead's number is the last group of its UUID. */
    private static final String LEAD_ID = "5a1d0b00-0c0d-11ed-9a26-";

    private final String word;
    private final String plural;
    private final boolean merges;
    private final boolean v2;

    Entity(String word, String plural, boolean merges, boolean v2) {
        this.word = word;
        this.plural = plural;
        this.merges = merges;
        this.v2 = v2;
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

    /** Whether v2 of the API has it; notes and leads are v1's. */
    boolean isInV2() {
        return v2;
    }

    /** Leads are new enough that webhook v1 and Recents do not know them. */
    boolean isInRecents() {
        return this != LEAD;
    }

    /** The id that callers see: a number, or a lead's UUID. */
    Object publicId(long number) {
        return this == LEAD ? LEAD_ID + String.format(Locale.ROOT, "%012x", number) : number;
    }

    /** The number behind an id that a caller gives. */
    long number(String publicId) {
        if (this != LEAD) {
            return Values.id("id", publicId);
        }
        try {
            if (publicId.startsWith(LEAD_ID)) {
                return UUID.fromString(publicId).getLeastSignificantBits() & 0xFFFF_FFFF_FFFFL;
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw ApiError.notFoundV1(word);
    }

    /** How its records keep a time. All of one entity have one form, so their text sorts as the times do. */
    String time(Instant time) {
        return this == LEAD ? Times.millis(time) : Times.seconds(time);
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
