package io.pipestream.catalogue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pipestream.catalogue.CatalogueMetrics.Outcome;
import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Definition;
import io.pipestream.pipedrive.DefinitionList;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Lease;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Reads one list from Pipedrive and stores what is new in it. Blocking; under the lease of the connection. */
@Singleton
class DefinitionReader {

    private static final Logger LOG = Logger.getLogger(DefinitionReader.class);

    /** More pages than any account can have: 50,000 definitions. A cursor that leads in a circle ends here. */
    private static final int MOST_PAGES = 100;

    private static final Duration SHORT = Duration.ofMinutes(10);

    /** The token's user may not see it, or the account does not have it. */
    private static final Duration NOT_OURS = Duration.ofHours(24);

    private final PipedriveClient pipedrive;
    private final CatalogueRepository repository;
    private final CatalogueMetrics metrics;
    private final CatalogueConfig config;
    private final Clock clock;

    DefinitionReader(
            PipedriveClient pipedrive,
            CatalogueRepository repository,
            CatalogueMetrics metrics,
            CatalogueConfig config,
            Clock clock) {
        this.pipedrive = pipedrive;
        this.repository = repository;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** @throws PipedriveRefusedException noted already, with the time of the next try */
    void read(Connections.Ref connection, ListState state, Purpose purpose, Lease.Held held) {
        var begunAt = clock.instant();
        var list = state.list();
        repository.begin(connection.id(), list, begunAt.plus(config.minInterval()));
        try {
            var read = new ArrayList<Definition>();
            int pages = readPages(connection, list, purpose, held, read);
            var known = repository.glossaries(connection.id()).get(list);
            var news = History.news(known == null ? Map.of() : known.terms(), read, state.readAt(), begunAt);
            QuarkusTransaction.requiringNew().run(() -> repository.store(connection.id(), list, news, pages, begunAt));
            metrics.read(Outcome.READ);
            LOG.debugf("names read connection=%s list=%s news=%d", connection.id(), list.word(), news.size());
        } catch (PipedriveRefusedException e) {
            metrics.read(Outcome.REFUSED);
            var until = after(e, clock.instant());
            repository.refused(connection.id(), list, until, e.reason().name());
            LOG.infof(
                    "names not read connection=%s list=%s reason=%s until=%s",
                    connection.id(), list.word(), e.reason(), until);
            throw e;
        }
    }

    private int readPages(
            Connections.Ref connection, DefinitionList list, Purpose purpose, Lease.Held held, List<Definition> read) {
        var position = "";
        for (int pages = 1; pages <= MOST_PAGES; pages++) {
            held.renew();
            var page = pipedrive.definitions(connection.account(), purpose, list, position);
            read.addAll(page.definitions());
            if (page.next() == null) {
                return pages;
            }
            position = page.next();
        }
        throw new PipedriveRefusedException(Reason.UNREADABLE, "the list of " + list.word() + " does not end", null);
    }

    private Instant after(PipedriveRefusedException refused, Instant now) {
        var until = refused.until();
        if (until != null && until.isAfter(now)) {
            return until;
        }
        return now.plus(
                switch (refused.reason()) {
                    case FORBIDDEN, NOT_FOUND -> NOT_OURS;
                    case RATE_LIMITED, UNAVAILABLE, PAUSED -> SHORT;
                    case UNAUTHORISED,
                            CONSENT_REVOKED,
                            ACCOUNT_CLOSED,
                            BLOCKED,
                            INVALID,
                            LIMIT_REACHED,
                            DAY_SPENT,
                            BUDGET_SPENT,
                            UNREADABLE -> config.minInterval();
                });
    }
}
