package io.pipestream.hook;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.hook.HookFeedRepository.Match;
import io.pipestream.hook.HookFeedRepository.Wish;
import io.pipestream.journal.FeedRepository;
import io.pipestream.journal.FeedRepository.Head;
import io.pipestream.trigger.Filter;
import io.pipestream.trigger.InvalidFilterException;
import io.pipestream.trigger.Triggers;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the journal in the order of its commits and turns events into deliveries of the hooks that want them. */
@Singleton
class Feeder {

    private static final Logger LOG = Logger.getLogger(Feeder.class);

    private static final int BATCH = 500;

    private final HookFeedRepository repository;
    private final FeedRepository journal;
    private final Triggers triggers;
    private final Messages messages;
    private final Clock clock;
    private Map<String, Filter> filters = new HashMap<>();

    Feeder(HookFeedRepository repository, FeedRepository journal, Triggers triggers, Messages messages, Clock clock) {
        this.repository = repository;
        this.journal = journal;
        this.triggers = triggers;
        this.messages = messages;
        this.clock = clock;
    }

    /** What a step came to. */
    enum Step {
        /** No hook wants anything; what happens meanwhile is none of theirs. */
        NO_HOOKS,
        NOTHING_NEW,
        FED
    }

    /** Goes on with what was committed since. For one thread. */
    Step feed() {
        var before = repository.wishes();
        if (before.isEmpty()) {
            return Step.NO_HOOKS;
        }
        var through = repository.through();
        // What is behind the youngest hook's beginning is nobody's; without hooks the place stands still.
        var oldest = before.stream().mapToLong(Wish::afterSeq).min().orElseThrow();
        var events = journal.after(Math.max(through, oldest), BATCH);
        if (events.isEmpty()) {
            return Step.NOTHING_NEW;
        }
        // Read after the events: a hook that was answered before one of these was committed is among them.
        var matches = matches(repository.wishes(), events);
        if (!repository.feed(through, events.getLast().seq(), matches, clock.instant())) {
            LOG.debugf("hooks are fed by another instance through=%d", through);
        }
        return Step.FED;
    }

    private List<Match> matches(List<Wish> wishes, List<Head> events) {
        var candidates = new ArrayList<Candidate>();
        for (var wish : wishes) {
            var type = triggers.bySlug(wish.trigger()).map(trigger -> trigger.type());
            for (var event : events) {
                if (event.seq() > wish.afterSeq()
                        && type.filter(event.type()::equals).isPresent()) {
                    candidates.add(new Candidate(wish, event));
                }
            }
        }
        var records = records(candidates);
        var matches = new ArrayList<Match>();
        for (var candidate : candidates) {
            if (passes(candidate.wish().filter(), records.get(candidate.event().seq()))) {
                matches.add(new Match(candidate.wish().hookId(), candidate.event()));
            }
        }
        filters.keySet().retainAll(wishes.stream().map(Wish::filter).toList());
        return matches;
    }

    private record Candidate(Wish wish, Head event) {}

    /** What is in events that a filter has to look at. */
    private Map<Long, JsonNode> records(List<Candidate> candidates) {
        var seqs = new TreeSet<Long>();
        for (var candidate : candidates) {
            if (candidate.wish().filter() != null) {
                seqs.add(candidate.event().seq());
            }
        }
        var records = new HashMap<Long, JsonNode>();
        if (!seqs.isEmpty()) {
            journal.events(seqs).forEach((seq, event) -> records.put(seq, messages.parse(event.record())));
        }
        return records;
    }

    /** An event that is gone already cannot be told of. */
    private boolean passes(@Nullable String expression, @Nullable JsonNode event) {
        if (expression == null) {
            return true;
        }
        try {
            return event != null
                    && filters.computeIfAbsent(expression, Filter::compile).matches(event);
        } catch (InvalidFilterException e) {
            LOG.warnf(e, "filter of a hook cannot be read; it passes nothing");
            return false;
        }
    }
}
