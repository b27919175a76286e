package io.pipestream.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pipestream.journal.OutboxRepository.Place;
import io.pipestream.trace.Tracing;
import jakarta.inject.Singleton;

/**
 * Events that Kafka does not have yet, by shard, a record's all in one. Most wait in turn, by sequence number. Some wait
 * out of turn: for a topic that Kafka refuses, behind such an event of their record, or because somebody wants them sent
 * again.
 */
@Singleton
public class Outbox {

    private final OutboxRepository repository;
    private final RecentEvents recent;
    private final Tracing tracing;

    Outbox(OutboxRepository repository, RecentEvents recent, Tracing tracing) {
        this.repository = repository;
        this.recent = recent;
        this.tracing = tracing;
    }

    /**
     * The shard's oldest events that wait in turn, in the order of their commits.
     *
     * @param after a sequence number; what is older is not looked at
     * @param bytes what their records may add up to; one that is larger by itself comes alone
     */
    public List<PendingEvent> inTurn(int shard, long after, int limit, long bytes) {
        return load(repository.inTurn(shard, after, limit), bytes);
    }

    /** The shard's oldest events out of turn that wait for nothing; otherwise as {@link #inTurn}. */
    public List<PendingEvent> outOfTurn(int shard, int limit, long bytes) {
        return load(repository.outOfTurn(shard, "", limit), bytes);
    }

    /** The oldest event that waits for the topic; empty if none does. */
    public List<PendingEvent> oldestWaitingFor(int shard, String topic) {
        return load(repository.outOfTurn(shard, topic, 1), Long.MAX_VALUE);
    }

    /** The record keys of events that wait for a topic, with the topic. */
    public Map<String, String> waiting(int shard) {
        return repository.waiting(shard);
    }

    private List<PendingEvent> load(List<Place> places, long bytes) {
        if (places.isEmpty()) {
            return List.of();
        }
        var found = recent.find(places.stream().map(Place::seq).toList());
        if (found.size() < places.size()) {
            var missing = places.stream()
                    .filter(place -> !found.containsKey(place.seq()))
                    .toList();
            read(missing, bytes).forEach(event -> found.put(event.seq(), event));
        }
        var events = new ArrayList<PendingEvent>(places.size());
        long total = 0;
        for (var place : places) {
            var event = found.get(place.seq());
            if (event == null) { // it did not fit, so neither does what follows
                break;
            }
            total += event.record().length();
            if (total > bytes && !events.isEmpty()) {
                break;
            }
            events.add(event);
        }
        return events;
    }

    private List<PendingEvent> read(List<Place> places, long bytes) {
        var events = repository.load(places, bytes);
        if (!tracing.isOn() || events.isEmpty()) {
            return events;
        }
        var traces = repository.traces(places);
        return events.stream().map(event -> event.in(traces.get(event.seq()))).toList();
    }
}
