package io.pipestream.hook;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.pipestream.journal.FeedRepository;
import io.pipestream.journal.PendingEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes deliveries that are due, as many as each hook has room for, and has each made on a virtual thread. */
@Singleton
class Sender {

    private static final Logger LOG = Logger.getLogger(Sender.class);

    /** On top of what a call may take: reading the event, writing down how it ended. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ClaimRepository claims;
    private final FeedRepository journal;
    private final Messages messages;
    private final Calls calls;
    private final Settler settler;
    private final HookMetrics metrics;
    private final HookConfig config;
    private final Clock clock;
    private final ExecutorService threads;
    private final Duration lease;
    private final Map<UUID, Bucket> buckets = new HashMap<>();

    Sender(
            ClaimRepository claims,
            FeedRepository journal,
            Messages messages,
            Calls calls,
            Settler settler,
            HookMetrics metrics,
            HookConfig config,
            Clock clock,
            @VirtualThreads ExecutorService threads) {
        this.claims = claims;
        this.journal = journal;
        this.messages = messages;
        this.calls = calls;
        this.settler = settler;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        this.threads = threads;
        this.lease =
                config.connectTimeout().multipliedBy(2).plus(config.timeout()).plus(MARGIN);
    }

    /**
     * Begins what is due. For one thread.
     *
     * @return whether any hook may be called at all
     */
    boolean sendDue() {
        var now = clock.instant();
        var endpoints = new ArrayList<>(claims.endpoints(now));
        buckets.keySet().retainAll(endpoints.stream().map(Endpoint::hookId).collect(Collectors.toSet()));
        // Whoever comes first would get all the room there is.
        Collections.shuffle(endpoints);
        var rooms = new LinkedHashMap<Endpoint, Integer>();
        var left = config.inFlight() - settler.underWay();
        for (var endpoint : endpoints) {
            var room = Math.min(left, room(endpoint));
            if (room > 0) {
                rooms.put(endpoint, room);
            }
        }
        if (!rooms.isEmpty()) {
            send(rooms);
        }
        return !endpoints.isEmpty();
    }

    private int room(Endpoint endpoint) {
        var room = endpoint.room() - settler.underWay(endpoint.hookId());
        return endpoint.rate() == 0 ? room : Math.min(room, bucket(endpoint).room(endpoint.rate(), System.nanoTime()));
    }

    private Bucket bucket(Endpoint endpoint) {
        return buckets.computeIfAbsent(endpoint.hookId(), id -> new Bucket(endpoint.rate(), System.nanoTime()));
    }

    private void send(Map<Endpoint, Integer> rooms) {
        var claimed = claims.claim(rooms, clock.instant(), lease);
        if (claimed.isEmpty()) {
            return;
        }
        var byHook = rooms.keySet().stream().collect(Collectors.toMap(Endpoint::hookId, Function.identity()));
        var events = journal.events(claimed.stream().map(Claim::eventSeq).collect(Collectors.toSet()));
        for (var claim : claimed) {
            var endpoint = Objects.requireNonNull(byHook.get(claim.hookId()), "we claim for these hooks only");
            if (endpoint.rate() > 0) {
                bucket(endpoint).take(1);
            }
            settler.begin(claim.hookId());
            threads.execute(() -> make(endpoint, claim, events.get(claim.eventSeq())));
        }
    }

    private void make(Endpoint endpoint, Claim claim, @Nullable PendingEvent event) {
        try {
            var at = clock.instant();
            var from = System.nanoTime();
            var answer = event == null ? new Answer.NoEvent() : call(endpoint, claim, event);
            settler.end(new Outcome(claim, at, (System.nanoTime() - from) / 1_000_000, answer));
        } catch (InterruptedException e) {
            settler.forget(claim.hookId());
        } catch (RuntimeException e) {
            LOG.errorf(e, "call of hook failed hook=%s event=%s", claim.hookId(), claim.eventId());
            settler.end(
                    new Outcome(claim, clock.instant(), 0, new Answer.Failed("Something failed here, see the log.")));
        }
    }

    private Answer call(Endpoint endpoint, Claim claim, PendingEvent event) throws InterruptedException {
        var message = messages.of(endpoint, event, claim.replayId());
        if (claim.attempt() == 1 && claim.replayId() == null) {
            metrics.first(event.receivedAt());
        }
        var answer = calls.make(endpoint, message);
        LOG.debugf(
                "hook called hook=%s event=%s attempt=%d answer=%s",
                claim.hookId(), event.id(), claim.attempt(), answer);
        return answer;
    }
}
