package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.namesIn;
import static io.pipestream.normalise.Deliveries.read;
import static io.pipestream.normalise.Rows.knownToRest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of {@code rows-v1} and {@code rows-v2} show the state after the webhook of the same name, and must give what that
 * gives.
 */
class RowContractTest {

    /** Canonical fields that REST v2 does not show. */
    private static final Map<String, List<String>> UNKNOWN_TO_REST = Map.of(
            "deal", List.of("first_won_time"),
            "organization", List.of("country_code", "picture_id"),
            "person", List.of(),
            "activity", List.of("update_user_id"),
            "product", List.of(),
            "pipeline", List.of("url_title"),
            "stage", List.of());

    @ParameterizedTest
    @MethodSource("rowsV1")
    void aRowOfRecentsOrV1GivesWhatTheWebhookGives(String name) {
        // Given
        var webhook = webhook(name);

        // When
        var row = row("rows-v1/" + name, RowShape.V1, webhook);

        // Then
        assertThat(row.object()).isEqualTo(webhook.object());
        assertThat(row.payload()).isEqualTo(webhook.payload());
        assertThat(row.record()).isEqualTo(webhook.record());
        assertThat(row.host()).isEqualTo(webhook.host());
        assertThat(row.previous()).isNull();
        if (!webhook.record().object().equals("user")) { // whose key has the second of the delivery, see ADR 2
            assertThat(row.dedupeKey()).isEqualTo(webhook.dedupeKey());
        }
    }

    @ParameterizedTest
    @MethodSource("rowsV2")
    void aRowOfRestGivesWhatTheWebhookGivesAsFarAsItKnows(String name) {
        // Given
        var webhook = webhook(name);
        var unknown = UNKNOWN_TO_REST.getOrDefault(webhook.record().object(), List.of());

        // When
        var row = row("rows-v2/" + name, RowShape.V2, webhook);

        // Then
        assertThat(knownToRest(row.object(), List.of())).isEqualTo(knownToRest(webhook.object(), unknown));
        assertThat(row.payload()).isEqualTo(webhook.payload());
        assertThat(row.record()).isEqualTo(webhook.record());
        if (webhook.action() != Action.UPDATED) {
            assertThat(row.dedupeKey()).isEqualTo(webhook.dedupeKey());
        }
    }

    @Test
    void anUpdateOfWhatRestKnowsWhollyHasTheWebhooksKey() {
        for (var name : List.of("deal-updated.json", "person-updated.json")) {
            var webhook = webhook(name);

            assertThat(row("rows-v2/" + name, RowShape.V2, webhook).dedupeKey()).isEqualTo(webhook.dedupeKey());
        }
    }

    static Stream<String> rowsV1() {
        return namesIn("rows-v1").stream();
    }

    static Stream<String> rowsV2() {
        return namesIn("rows-v2").stream();
    }

    private static Observation webhook(String name) {
        return Deliveries.observe(read((namesIn("webhook-v1").contains(name) ? "webhook-v1/" : "webhook-v2/") + name));
    }

    private static Observation row(String file, RowShape shape, Observation webhook) {
        var row = read(file);
        return Rows.observe(webhook.action(), row.get("object").textValue(), (ObjectNode) row.get("data"), shape);
    }
}
