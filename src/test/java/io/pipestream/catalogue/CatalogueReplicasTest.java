package io.pipestream.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pipestream.connection.Connections;
import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import io.pipestream.pipedrive.Budgets;
import io.pipestream.platform.Lease;
import io.pipestream.subscription.Listening;
import io.pipestream.support.TestClock;
import io.pipestream.support.VirtualAccount;
import io.pipestream.support.VirtualPipedrive;
import io.pipestream.support.VirtualService;
import io.pipestream.support.VirtualTime;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three instances that share nothing but Postgres. */
@QuarkusTest
@TestProfile(VirtualAccount.Profile.class)
class CatalogueReplicasTest {

    private static final String ROUTE = "GET /api/v2/dealFields";

    @Inject
    CatalogueRepository repository;

    @Inject
    DefinitionReader reader;

    @Inject
    CatalogueMetrics metrics;

    @Inject
    Connections connections;

    @Inject
    Listening listening;

    @Inject
    Budgets budgets;

    @Inject
    Lease lease;

    @Inject
    CatalogueConfig config;

    @Inject
    Clock clock;

    @Inject
    VirtualService service;

    @Inject
    VirtualTime time;

    private record Instance(Catalogue catalogue, Refresher refresher) {}

    @BeforeEach
    void aDayOnAPlanWithPlentyOfTokens() {
        service.freshDay(1_000_000);
    }

    @Test
    void whatAllInstancesMissIsReadByOneOfThemAndKnownToAll() throws Exception {
        // Given
        var instances = List.of(instance(), instance(), instance());
        instances.forEach(each -> each.refresher.tick());
        settle(instances);
        var key = VirtualPipedrive.control("POST", "/fields/deal", "{\"name\": \"Missed by all\"}")
                .path("key")
                .asText();
        time.run(Duration.ofMinutes(61));
        var callsBefore = VirtualPipedrive.calls(ROUTE);

        // When
        instances.forEach(each -> assertThat(named(each, key)).isEmpty());
        try (var threads = Executors.newFixedThreadPool(instances.size())) {
            threads.invokeAll(instances.stream()
                    .map(each -> (Callable<Boolean>) () -> {
                        each.refresher.tick();
                        return true;
                    })
                    .toList());
        }
        settle(instances);
        instances.forEach(each -> each.refresher.tick());
        settle(instances);

        // Then
        assertThat(instances).allSatisfy(each -> assertThat(named(each, key)).isEqualTo("Missed by all"));
        assertThat(VirtualPipedrive.calls(ROUTE) - callsBefore).isEqualTo(pages());
    }

    @Test
    void whoDiedWhileItReadIsFollowedAfterAnHour() {
        // Given
        var connection = connections.all().getFirst();
        time.run(Duration.ofMinutes(61));
        var state = deals(connection);
        repository.begin(connection.id(), state.list(), clock.instant().plus(config.minInterval()));
        repository.ask(connection.id(), state.list(), null, clock.instant());
        var callsBefore = VirtualPipedrive.calls(ROUTE);

        // When
        time.run(Duration.ofMinutes(59));

        // Then
        assertThat(VirtualPipedrive.calls(ROUTE)).isEqualTo(callsBefore);

        // When
        time.run(Duration.ofMinutes(2));

        // Then
        assertThat(VirtualPipedrive.calls(ROUTE) - callsBefore).isEqualTo(pages());
        assertThat(deals(connection).wantedAt()).isNull();
        assertThat(deals(connection).revision()).isEqualTo(state.revision() + 1);
    }

    private Instance instance() {
        var catalogue = new Catalogue(repository, connections, metrics, clock);
        return new Instance(
                catalogue,
                new Refresher(
                        catalogue, repository, reader, metrics, connections, listening, budgets, lease, config, clock));
    }

    private static void settle(List<Instance> instances) {
        Awaitility.await("all have read what was due")
                .atMost(Duration.ofSeconds(60))
                .until(() -> instances.stream().allMatch(each -> each.refresher.isIdle()));
    }

    /** The name that an instance gives the field now; empty if it knows none. */
    private static String named(Instance instance, String key) {
        var nodes = JsonNodeFactory.instance;
        var object = nodes.objectNode().put("id", "1");
        object.putObject("custom_fields").putObject(key).put("value", "x");
        var observation = new Observation(
                "7301:deal:1:added",
                new RecordRef("7301", "deal", "1"),
                Action.ADDED,
                TestClock.now(),
                Source.WEBHOOK_V2,
                null,
                null,
                object,
                null,
                nodes.objectNode(),
                null,
                List.of());
        return instance.catalogue
                .name(observation)
                .object()
                .path("custom_fields")
                .path(key)
                .path("name")
                .asText();
    }

    private ListState deals(Connections.Ref connection) {
        return repository.states(connection.id()).stream()
                .filter(state -> state.list().word().equals("deal"))
                .findFirst()
                .orElseThrow();
    }

    private int pages() {
        return deals(connections.all().getFirst()).pages();
    }
}
