package io.pipestream.replay;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Where a replay goes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.Original.class, name = "original"),
    @JsonSubTypes.Type(value = Target.Side.class, name = "side")
})
public sealed interface Target {

    /** Each event to the topic it is of, where its consumers read it again. */
    record Original() implements Target {}

    /**
     * All to one topic that is made for it.
     *
     * @param topic null in a request that leaves the name to us
     */
    record Side(@Nullable String topic) implements Target {}

    /** The one topic; null if there is no such one. */
    default @Nullable String ownTopic() {
        return switch (this) {
            case Original() -> null;
            case Side(var topic) -> topic;
        };
    }

    /** What {@link #ownTopic} came from. */
    static Target of(@Nullable String ownTopic) {
        return ownTopic == null ? new Original() : new Side(ownTopic);
    }
}
