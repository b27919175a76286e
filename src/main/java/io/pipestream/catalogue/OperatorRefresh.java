package io.pipestream.catalogue;

import java.time.Clock;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.DefinitionList;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Lease;
import jakarta.inject.Singleton;

/** Reads a list because somebody asks and waits: at once, whenever it was read last. */
@Singleton
class OperatorRefresh {

    private final Catalogue catalogue;
    private final CatalogueRepository repository;
    private final DefinitionReader reader;
    private final Connections connections;
    private final Lease lease;
    private final CatalogueConfig config;
    private final Clock clock;

    OperatorRefresh(
            Catalogue catalogue,
            CatalogueRepository repository,
            DefinitionReader reader,
            Connections connections,
            Lease lease,
            CatalogueConfig config,
            Clock clock) {
        this.catalogue = catalogue;
        this.repository = repository;
        this.reader = reader;
        this.connections = connections;
        this.lease = lease;
        this.config = config;
        this.clock = clock;
    }

    /** @throws io.pipestream.pipedrive.PipedriveRefusedException if Pipedrive does not say it */
    void now(Connections.Ref connection, DefinitionList list) {
        lease.holding("catalogue:" + connection.id(), config.lease(), held -> {
            repository.ask(connection.id(), list, null, clock.instant());
            var state = repository.states(connection.id()).stream()
                    .filter(each -> each.list() == list)
                    .findFirst()
                    .orElseThrow();
            reader.read(connection, state, Purpose.OPERATOR, held);
            catalogue.refresh(connections.all(), repository.states());
            return list;
        });
    }
}
