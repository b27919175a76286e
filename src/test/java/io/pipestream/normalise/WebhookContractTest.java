package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.asJson;
import static io.pipestream.normalise.Deliveries.namesIn;
import static io.pipestream.normalise.Deliveries.observe;
import static io.pipestream.normalise.Deliveries.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds both ends still: what Pipedrive sends on one side, what our consumers read on the other. To add a case, put a
 * body into {@code webhook-v1} or {@code webhook-v2} and its reviewed form, under the same name, into the folder of that
 * dialect in {@code normalised}. Bodies of one name tell of the same change. A changed file in {@code normalised} is a
 * breaking change.
 */
class WebhookContractTest {

    @ParameterizedTest
    @MethodSource("bodies")
    void aWebhookKeepsItsReviewedForm(String file) throws Exception {
        // When
        var observation = observe(read(file));

        // Then: as a consumer reads it, written and read again
        var written = Deliveries.JSON.writeValueAsString(asJson(observation));
        assertThat(Deliveries.JSON.readTree(written)).isEqualTo(read("normalised/" + file));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void bothDialectsOfOneChangeGiveTheSameEvent(String name) {
        // When
        var v1 = observe(read("webhook-v1/" + name));
        var v2 = observe(read("webhook-v2/" + name));

        // Then
        assertThat(v1.object()).isEqualTo(v2.object());
        assertThat(v1.payload()).isEqualTo(v2.payload());
        assertThat(v1.dedupeKey()).isEqualTo(v2.dedupeKey());
        assertThat(v1.record()).isEqualTo(v2.record());
        assertThat(v1.action()).isEqualTo(v2.action());
        assertThat(v1.occurredAt()).isEqualTo(v2.occurredAt());
    }

    @Test
    void everyReviewedFormHasABody() {
        assertThat(namesIn("normalised/webhook-v1")).isEqualTo(namesIn("webhook-v1"));
        assertThat(namesIn("normalised/webhook-v2")).isEqualTo(namesIn("webhook-v2"));
    }

    static Stream<String> bodies() {
        return Stream.of("webhook-v1/", "webhook-v2/")
                .flatMap(folder -> namesIn(folder).stream().map(name -> folder + name));
    }

    static Stream<String> pairs() {
        var v2 = namesIn("webhook-v2");
        return namesIn("webhook-v1").stream().filter(v2::contains);
    }
}
