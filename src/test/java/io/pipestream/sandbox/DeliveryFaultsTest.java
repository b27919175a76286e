package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

import io.pipestream.sandbox.Attempt.Outcome;
import io.pipestream.sandbox.Receiver.Received;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with deliveries when somebody wants it to. */
class DeliveryFaultsTest {

    private static final JsonObject NOTHING = new JsonObject();

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withSpeed(1000));
    private final Receiver receiver = new Receiver();
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void theFaultDuplicateSendsTheSameEventAgain() {
        // Given
        client.register(receiver, "2.0", "create", "deal");
        sandbox.faults(Faults.none().withDuplicate(2));

        // When
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> receiver.received().size() == 3);
        assertThat(receiver.received())
                .extracting(DeliveryFaultsTest::idOf)
                .containsOnly(idOf(receiver.received().getFirst()));
        assertThat(receiver.received())
                .extracting(each -> each.meta().getInteger("attempt"))
                .containsOnly(1);
    }

    @Test
    void theFaultDropSendsNothingAndRemembersIt() {
        // Given
        client.register(receiver, "2.0", "create", "deal");
        sandbox.faults(Faults.none().withDrop(1));

        // When
        sandbox.add("deal", NOTHING);
        sandbox.faults(Faults.none());
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> !receiver.received().isEmpty());
        assertThat(outcomes()).contains(Outcome.DROPPED);
        assertThat(receiver.recordIds()).containsExactly("2");
    }

    @Test
    void theFaultReorderLosesNothingButTheOrder() {
        // Given
        client.register(receiver, "2.0", "create", "deal");
        sandbox.faults(Faults.none().withReorder());

        // When
        IntStream.range(0, 40).forEach(each -> sandbox.add("deal", NOTHING));

        // Then
        await().until(() -> receiver.received().size() == 40);
        var inOrder = IntStream.rangeClosed(1, 40).mapToObj(String::valueOf).toList();
        assertThat(receiver.recordIds())
                .containsExactlyInAnyOrderElementsOf(inOrder)
                .isNotEqualTo(inOrder);
    }

    @Test
    void anEventCanBeDeliveredAgainByHand() {
        // Given
        client.register(receiver, "2.0", "create", "deal");
        sandbox.add("deal", NOTHING);
        await().until(() -> sandbox.deliveries().size() == 1);

        // When
        sandbox.redeliver(sandbox.deliveries().getFirst().id());

        // Then
        await().until(() -> receiver.received().size() == 2);
        assertThat(new HashSet<>(receiver.received().stream()
                        .map(DeliveryFaultsTest::idOf)
                        .toList()))
                .hasSize(1);
    }

    @Test
    void aWebhookRemovedByAnAdministratorHearsNothingMore() {
        // Given
        var removed = client.register(receiver, "2.0", "create", "deal");
        sandbox.removeWebhook(removed);
        client.register(receiver, "1.0", "added", "deal");

        // When
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> sandbox.deliveries().size() == 1);
        assertThat(receiver.received())
                .extracting(each -> each.body().getString("event"))
                .containsExactly("added.deal");
    }

    private List<Outcome> outcomes() {
        return sandbox.deliveries().stream().map(Attempt::outcome).toList();
    }

    private static String idOf(Received delivery) {
        return delivery.meta().getString("id");
    }
}
