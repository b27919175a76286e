package io.pipestream.event;

import com.fasterxml.jackson.annotation.JsonValue;

/** The path an observation came by. Never part of an event's identity. */
public enum Source {
    WEBHOOK_V1("webhook-v1", "webhook"),
    WEBHOOK_V2("webhook-v2", "webhook"),
    RECENTS("recents", "poll"),
    LIST("list", "poll"),
    BACKFILL("backfill", "backfill"),
    /** Nothing happened: a sample that somebody sends to try a consumer. */
    TEST("test", "test");

    private final String word;
    private final String ingestPath;

    Source(String word, String ingestPath) {
        this.word = word;
        this.ingestPath = ingestPath;
    }

    /** The word in {@code meta.source} and in the management API. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The value of the {@code ce_ingestpath} header. */
    public String ingestPath() {
        return ingestPath;
    }

    /** The source with this word, as the journal stores it. */
    public static Source of(String word) {
        for (var source : values()) {
            if (source.word.equals(word)) {
                return source;
            }
        }
        throw new IllegalArgumentException("no source is called " + word);
    }
}
