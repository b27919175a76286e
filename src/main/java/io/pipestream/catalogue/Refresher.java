package io.pipestream.catalogue;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Budgets;
import io.pipestream.pipedrive.DefinitionList;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Lease;
import io.pipestream.subscription.Listening;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Looks every few seconds which names are due to be read again, and has it done by one instance; looking costs nothing at
 * Pipedrive. Other instances see what was read with their next look.
 */
@Singleton
class Refresher {

    private static final Logger LOG = Logger.getLogger(Refresher.class);

    private static final int CONNECTIONS_AT_ONCE = 2;

    /** What an account that is subscribed to everything surely has. */
    private static final Set<String> USUAL = Set.of("deal", "organization", "person");

    private final Catalogue catalogue;
    private final CatalogueRepository repository;
    private final DefinitionReader reader;
    private final CatalogueMetrics metrics;
    private final Connections connections;
    private final Listening listening;
    private final Budgets budgets;
    private final Lease lease;
    private final CatalogueConfig config;
    private final Allowance allowance;
    private final Clock clock;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            CONNECTIONS_AT_ONCE, Thread.ofVirtual().name("catalogue-", 0).factory());

    // More than the usual six: this is where the parts of the catalogue meet.
    Refresher(
            Catalogue catalogue,
            CatalogueRepository repository,
            DefinitionReader reader,
            CatalogueMetrics metrics,
            Connections connections,
            Listening listening,
            Budgets budgets,
            Lease lease,
            CatalogueConfig config,
            Clock clock) {
        this.catalogue = catalogue;
        this.repository = repository;
        this.reader = reader;
        this.metrics = metrics;
        this.connections = connections;
        this.listening = listening;
        this.budgets = budgets;
        this.lease = lease;
        this.config = config;
        this.allowance = new Allowance(config.share(), config.minInterval());
        this.clock = clock;
    }

    @Scheduled(
            every = "${pipestream.catalogue.tick:10s}",
            delayed = "${pipestream.catalogue.tick:10s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            var all = connections.all();
            var before = repository.states();
            all.forEach(connection -> noteDemand(connection, of(connection, before)));
            var states = repository.states();
            catalogue.refresh(all, states);
            metrics.states(states);
            for (var connection : all) {
                if (!due(connection, of(connection, states)).isEmpty() && underWay.add(connection.id())) {
                    threads.execute(() -> turn(connection));
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "names not looked after; the next tick does");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    /** Whether all that the ticks so far have begun is done. */
    boolean isIdle() {
        return underWay.isEmpty();
    }

    /** Takes to Postgres who asked, and what will be asked: the lists of what is subscribed to. */
    private void noteDemand(Connections.Ref connection, List<ListState> states) {
        var taken = catalogue.demand().take(connection.id());
        try {
            var used = EnumSet.copyOf(taken.used());
            listening.objects(connection.id()).forEach(object -> used.addAll(atFirst(object, states)));
            // Noted once per reading: an account that is busy writes no row with each tick.
            used.removeIf(list -> states.stream().anyMatch(state -> state.list() == list && state.isUsedSince()));
            var now = clock.instant();
            for (var list : union(used, taken.wanted())) {
                repository.ask(
                        connection.id(),
                        list,
                        used.contains(list) ? now : null,
                        taken.wanted().contains(list) ? now : null);
            }
        } catch (RuntimeException e) {
            catalogue.demand().putBack(connection.id(), taken);
            throw e;
        }
    }

    /** The lists of an object that were never asked for. */
    private static Set<DefinitionList> atFirst(String object, List<ListState> states) {
        var lists = EnumSet.noneOf(DefinitionList.class);
        (object.equals("*") ? USUAL : Set.of(object)).forEach(each -> lists.addAll(Lookup.listsOf(each)));
        lists.removeIf(list -> states.stream().anyMatch(state -> state.list() == list));
        return lists;
    }

    private static Set<DefinitionList> union(Set<DefinitionList> one, Set<DefinitionList> other) {
        var union = EnumSet.noneOf(DefinitionList.class);
        union.addAll(one);
        union.addAll(other);
        return union;
    }

    private void turn(Connections.Ref connection) {
        try {
            readDue(connection);
        } catch (RuntimeException e) {
            if (!threads.isShutdown()) {
                metrics.read(CatalogueMetrics.Outcome.FAILED);
                LOG.warnf(e, "names not read connection=%s", connection.id());
            }
        } finally {
            underWay.remove(connection.id());
        }
    }

    /** Reads what is due, in the caller's thread, unless another instance does it. */
    void readDue(Connections.Ref connection) {
        lease.ifFree("catalogue:" + connection.id(), config.lease(), held -> {
            // Anew: whoever held the lease before may have done it.
            for (var state : due(connection, repository.states(connection.id()))) {
                try {
                    reader.read(connection, state, Purpose.CATALOGUE, held);
                } catch (PipedriveRefusedException e) {
                    LOG.debugf(e, "list left for later connection=%s list=%s", connection.id(), state.list());
                }
            }
            catalogue.refresh(connections.all(), repository.states());
        });
    }

    private List<ListState> due(Connections.Ref connection, List<ListState> states) {
        Instant now = clock.instant();
        if (states.stream().noneMatch(state -> state.isDue(now, config.minInterval(), true))) {
            return List.of();
        }
        var budget = budgets.today(connection.companyId());
        var interval = allowance.interval(states, budget);
        return states.stream()
                .filter(state -> state.isDue(now, interval, allowance.allows(state, budget)))
                .toList();
    }

    private static List<ListState> of(Connections.Ref connection, List<ListState> states) {
        return states.stream()
                .filter(state -> state.connectionId().equals(connection.id()))
                .toList();
    }
}
