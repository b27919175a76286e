package io.pipestream.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What people and programs do in the account: records come, change, merge and go, and each time there is a change. */
final class Company {

    private static final long FIRST_STAGE = 1;
    private static final long PIPELINE = 1;

    private final Store store;
    private final SandboxOptions options;
    private final Consumer<Change> listener;
    private Instant lastMoment = Instant.EPOCH;

    Company(Store store, SandboxOptions options, Consumer<Change> listener) {
        this.store = store;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Who acts, and from where.
     *
     * @param source {@code app} or {@code api}
     */
    record Actor(User user, String source) {}

    JsonObject add(Entity entity, JsonObject fields, Actor actor) {
        var moment = moment();
        var record = new JsonObject().put("id", store.nextId(entity.word()));
        var now = entity.time(moment);
        record.put("add_time", fields.getString("add_time", now)).put("update_time", now);
        addDefaults(entity, record, actor);
        var made = Edits.applied(entity, record, fields);
        Edits.requireComplete(entity, made);
        store.put(entity.word(), made);
        tell(Change.Verb.ADDED, entity, made, null, null, moment, UUID.randomUUID(), actor);
        return made;
    }

    /** What a new record has that nobody has to say. */
    void addDefaults(Entity entity, JsonObject record, Actor actor) {
        var user = actor.user().id();
        if (entity == Entity.NOTE) {
            record.put("user_id", user);
            return;
        }
        record.put("owner_id", user);
        if (entity == Entity.ACTIVITY) {
            record.put("creator_user_id", user);
            return;
        }
        record.put("visible_to", 3);
        if (entity == Entity.PRODUCT) {
            return;
        }
        record.put("label_ids", new JsonArray());
        var origin = actor.source().equals("api") ? "API" : "ManuallyCreated";
        if (entity == Entity.LEAD) {
            record.put("creator_id", user).put("origin", origin);
        }
        if (entity == Entity.DEAL) {
            record.put("creator_user_id", user)
                    .put("value", 0)
                    .put("currency", "EUR")
                    .put("status", "open")
                    .put("stage_id", FIRST_STAGE)
                    .put("pipeline_id", PIPELINE)
                    .put("origin", origin);
        }
    }

    /** Answers the record as it now is; a call that changes nothing makes no event. */
    JsonObject update(Entity entity, long id, JsonObject fields, Actor actor) {
        var before = existing(entity, id);
        var edited = Edits.applied(entity, before, fields);
        if (edited.equals(before)) {
            return before;
        }
        Edits.requireComplete(entity, edited);
        var moment = moment();
        var after = Edits.stamped(entity, before, edited, moment);
        if (entity == Entity.NOTE) {
            after.put("last_update_user_id", actor.user().id());
        }
        store.put(entity.word(), after);
        tell(Change.Verb.UPDATED, entity, after, before, null, moment, UUID.randomUUID(), actor);
        return after;
    }

    void delete(Entity entity, long id, Actor actor) {
        var before = existing(entity, id);
        var moment = moment();
        var after = deleted(entity, before, moment);
        store.put(entity.word(), after);
        tell(Change.Verb.DELETED, entity, after, before, null, moment, UUID.randomUUID(), actor);
    }

    /** Merges {@code id} into {@code into}: the loser is deleted, and fills what the survivor has empty. */
    JsonObject merge(Entity entity, long id, long into, Actor actor) {
        if (!entity.merges() || id == into) {
            throw ApiError.badRequest("a " + entity.word() + " cannot be merged with that");
        }
        var loser = existing(entity, id);
        var survivor = existing(entity, into);
        var gone = moment();
        var merged = moment();
        var filled = loser.copy().mergeIn(survivor);
        var custom = loser.getJsonObject("custom_fields", new JsonObject())
                .copy()
                .mergeIn(survivor.getJsonObject("custom_fields", new JsonObject()));
        if (!custom.isEmpty()) {
            filled.put("custom_fields", custom);
        }
        var after = filled.put("update_time", Times.seconds(merged));
        var loserAfter = deleted(entity, loser, gone);
        store.putAll(entity.word(), List.of(loserAfter, after));
        var correlation = UUID.randomUUID();
        tell(Change.Verb.DELETED, entity, loserAfter, loser, after, gone, correlation, actor);
        tell(Change.Verb.MERGED, entity, after, survivor, loser, merged, correlation, actor);
        return after;
    }

    /** The record, unless it is unknown or deleted. */
    JsonObject existing(Entity entity, long id) {
        var record = store.find(entity.word(), id);
        if (record == null || record.getBoolean("is_deleted", false)) {
            throw ApiError.notFoundV1(entity.word());
        }
        return record;
    }

    private static JsonObject deleted(Entity entity, JsonObject record, Instant moment) {
        return record.copy().put("is_deleted", true).put("update_time", entity.time(moment));
    }

    private void tell(
            Change.Verb verb,
            Entity entity,
            JsonObject after,
            @Nullable JsonObject before,
            @Nullable JsonObject counterpart,
            Instant at,
            UUID correlation,
            Actor actor) {
        listener.accept(new Change(
                verb,
                entity,
                after,
                before,
                counterpart,
                at,
                UUID.randomUUID(),
                correlation,
                actor.user().id(),
                actor.source()));
    }

    /** Now, but later than every moment before: v1 tells two changes of a record apart by the microsecond only. */
    private Instant moment() {
        var now = options.clock().instant().truncatedTo(ChronoUnit.MICROS);
        lastMoment = now.isAfter(lastMoment) ? now : lastMoment.plus(1, ChronoUnit.MICROS);
        return Objects.requireNonNull(lastMoment);
    }
}
