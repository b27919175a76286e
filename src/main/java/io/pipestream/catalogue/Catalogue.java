package io.pipestream.catalogue;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.event.Observation;
import io.pipestream.pipedrive.DefinitionList;
import io.pipestream.platform.PostgresException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Names observations, in microseconds and from memory: no call, no lock, no wait. What it does not know stays unnamed,
 * is marked so, and is asked for in the background.
 */
@Singleton
public class Catalogue {

    private static final Logger LOG = Logger.getLogger(Catalogue.class);

    private final CatalogueRepository repository;
    private final Connections connections;
    private final CatalogueMetrics metrics;
    private final Clock clock;
    private final Demand demand = new Demand();
    private volatile Map<String, Names> byCompany = Map.of();

    Catalogue(CatalogueRepository repository, Connections connections, CatalogueMetrics metrics, Clock clock) {
        this.repository = repository;
        this.connections = connections;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The observation with the names of its time beside its keys and ids; see docs/events.md. Changes nothing else. */
    public Observation name(Observation observation) {
        var names = byCompany.getOrDefault(observation.record().companyId(), Names.NONE);
        var at = observation.occurredAt();
        var now = clock.instant();
        var named = Naming.name(observation, names, at == null ? now : at);
        if (!named.isComplete()) {
            metrics.unnamed();
        }
        ask(names.connectionId(), observation.record().object(), named.lookup(), now);
        return named.observation();
    }

    /**
     * As {@link #name}, of something that happened long ago and is looked at once more: counts nothing and asks for nothing.
     *
     * @param otherwise the time whose names are wanted if the observation has none
     */
    public Observation nameOnceMore(Observation observation, Instant otherwise) {
        var names = byCompany.getOrDefault(observation.record().companyId(), Names.NONE);
        var at = observation.occurredAt();
        return Naming.name(observation, names, at == null ? otherwise : at).observation();
    }

    private void ask(@Nullable UUID connectionId, String object, Lookup lookup, Instant now) {
        if (connectionId == null) {
            return;
        }
        if (!lookup.used().isEmpty()) {
            demand.used(connectionId, lookup.used());
        }
        if (!lookup.missing().isEmpty()) {
            demand.missing(connectionId, lookup.missing(), now);
        }
        var old = DefinitionEvents.madeOldBy(object);
        if (!old.isEmpty()) {
            demand.wanted(connectionId, old);
        }
    }

    Demand demand() {
        return demand;
    }

    Names of(Connections.Ref connection) {
        return byCompany.getOrDefault(connection.companyId(), Names.NONE);
    }

    /** Postgres may come later; then the first tick that finds it does this. */
    void load(@Observes StartupEvent event) {
        try {
            refresh(connections.all(), repository.states());
        } catch (PostgresException e) {
            LOG.warnf(e, "names not read yet; events flow without them");
        }
    }

    /** Takes over what any instance has read since the last time. Names that did not change are not read again. */
    synchronized void refresh(List<Connections.Ref> all, List<ListState> states) {
        var revisions = new HashMap<UUID, Map<DefinitionList, Long>>();
        for (var state : states) {
            if (state.readAt() != null) {
                revisions
                        .computeIfAbsent(state.connectionId(), id -> new HashMap<>())
                        .put(state.list(), state.revision());
            }
        }
        var known = byCompany;
        var refreshed = new HashMap<String, Names>();
        for (var connection : all) {
            var names = known.getOrDefault(connection.companyId(), Names.NONE);
            var present = revisions.getOrDefault(connection.id(), Map.of());
            refreshed.put(
                    connection.companyId(),
                    connection.id().equals(names.connectionId())
                                    && names.revisions().equals(present)
                            ? names
                            : new Names(connection.id(), repository.glossaries(connection.id()), present));
        }
        byCompany = Map.copyOf(refreshed);
        demand.retain(new HashSet<>(all.stream().map(Connections.Ref::id).toList()));
    }
}
