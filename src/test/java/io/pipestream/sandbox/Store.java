package io.pipestream.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What exists: records and webhooks by kind and id, and the last id handed out per kind. A kept record has no null
 * fields, uses REST v2's names, is never changed in place, and once deleted stays with {@code is_deleted}.
 */
final class Store implements AutoCloseable {

    /** Pipedrive lists deleted deals for this long; afterwards only their ids are remembered. */
    private static final Duration DELETED_ARE_KEPT = Duration.ofDays(30);

    private final Map<String, NavigableMap<Long, JsonObject>> kinds = new TreeMap<>();
    private final Map<String, Long> lastIds = new TreeMap<>();
    private final @Nullable StateLog log;
    private long version;

    private Store(@Nullable StateLog log) {
        this.log = log;
    }

    static Store open(@Nullable Path directory, Instant now) {
        if (directory == null) {
            return new Store(null);
        }
        var log = StateLog.open(directory);
        try {
            var store = new Store(log);
            log.replay(store::apply);
            store.forgetOldDeletions(now);
            log.compact(store.entries());
            return store;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** An id that was never used before, also not before a restart. It is taken only once its record is put. */
    long nextId(String kind) {
        return lastIds.getOrDefault(kind, 0L) + 1;
    }

    @Nullable
    JsonObject find(String kind, long id) {
        return of(kind).get(id);
    }

    Collection<JsonObject> all(String kind) {
        return of(kind).values();
    }

    Collection<JsonObject> newestFirst(String kind) {
        return of(kind).descendingMap().values();
    }

    void put(String kind, JsonObject record) {
        putAll(kind, List.of(record));
    }

    void putAll(String kind, List<JsonObject> records) {
        keep(records.stream().map(record -> put(kind).put("record", record)).toList());
    }

    void remove(String kind, long id) {
        keep(List.of(new JsonObject().put("gone", kind).put("id", id)));
    }

    private void keep(List<JsonObject> entries) {
        if (log != null) {
            log.append(entries);
        }
        entries.forEach(this::apply);
    }

    /** Grows with every change, so that what was read of it can be kept until then. */
    long version() {
        return version;
    }

    private void apply(JsonObject entry) {
        version++;
        if (entry.containsKey("last")) {
            lastIds.merge(entry.getString("last"), entry.getLong("id"), Math::max);
        } else if (entry.containsKey("gone")) {
            of(entry.getString("gone")).remove(entry.getLong("id"));
        } else {
            var record = entry.getJsonObject("record");
            of(entry.getString("put")).put(record.getLong("id"), record);
            lastIds.merge(entry.getString("put"), record.getLong("id"), Math::max);
        }
    }

    /** What was deleted longer ago than Pipedrive shows it. */
    void forgetOldDeletions(Instant now) {
        var limit = now.minus(DELETED_ARE_KEPT);
        version++;
        for (var records : kinds.values()) {
            records.values()
                    .removeIf(record -> record.getBoolean("is_deleted", false)
                            && Instant.parse(record.getString("update_time")).isBefore(limit));
        }
    }

    private Stream<JsonObject> entries() {
        var entries = new ArrayList<JsonObject>();
        lastIds.forEach(
                (kind, id) -> entries.add(new JsonObject().put("last", kind).put("id", id)));
        kinds.forEach((kind, records) ->
                records.values().forEach(record -> entries.add(put(kind).put("record", record))));
        return entries.stream();
    }

    private static JsonObject put(String kind) {
        return new JsonObject().put("put", kind);
    }

    private NavigableMap<Long, JsonObject> of(String kind) {
        return kinds.computeIfAbsent(kind, any -> new TreeMap<>());
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
