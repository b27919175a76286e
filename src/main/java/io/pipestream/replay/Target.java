package io.pipestream.replay;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** Where a replay goes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.Original.class, name = "original"),
    @JsonSubTypes.Type(value = Target.Side.class, name = "side"),
    @JsonSubTypes.Type(value = Target.Hook.class, name = "hook")
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

    /** To one hook, as far as it wants them. */
    record Hook(@NotNull UUID id) implements Target {}

    /** The one topic; null if there is no such one. */
    default @Nullable String ownTopic() {
        return switch (this) {
            case Original() -> null;
            case Side(var topic) -> topic;
            case Hook(var unused) -> null;
        };
    }

    /** The one hook; null if there is no such one. */
    default @Nullable UUID ownHook() {
        return switch (this) {
            case Original() -> null;
            case Side(var unused) -> null;
            case Hook(var id) -> id;
        };
    }

    /** What {@link #ownTopic} and {@link #ownHook} came from. */
    static Target of(@Nullable String ownTopic, @Nullable UUID ownHook) {
        if (ownHook != null) {
            return new Hook(ownHook);
        }
        return ownTopic == null ? new Original() : new Side(ownTopic);
    }
}
