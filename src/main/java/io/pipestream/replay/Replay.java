package io.pipestream.replay;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import io.pipestream.journal.EventSelection;
import io.pipestream.journal.Stretch;
import io.pipestream.publish.ReplayMark;
import io.pipestream.publish.ReplayRoute;
import org.jspecify.annotations.Nullable;

/**
 * A replay as its row has it.
 *
 * @param problem   why it waits or failed, for people
 * @param mark      how far it was when Kafka last acknowledged and we noted it; Kafka may know of more
 * @param perSecond how fast it goes, or went at the end
 */
public record Replay(
        UUID id,
        Definition definition,
        Plan plan,
        State state,
        @Nullable String problem,
        ReplayMark mark,
        double perSecond,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /**
     * What somebody asked for.
     *
     * @param asOf     the state of the records then; null for every event that is selected
     * @param rate     events a second; 0 for no limit
     * @param askedBy  the name of their access key
     */
    record Definition(
            EventSelection selection,
            Target target,
            @Nullable Instant asOf,
            int rate,
            String reason,
            String askedBy) {

        ReplayRoute route(UUID id) {
            return new ReplayRoute(id, target.ownTopic(), asOf != null);
        }
    }

    /** How far it is. */
    public enum State {
        PLANNED,
        RUNNING,
        /** For Kafka, or for the relay; goes on by itself. */
        WAITING,
        PAUSED,
        DONE,
        CANCELLED,
        FAILED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Stretch stretch() {
        return new Stretch(definition.selection(), plan.after(), plan.through(), definition.asOf());
    }

    ReplayRoute route() {
        return definition.route(id);
    }
}
