package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Topic;
import io.pipestream.support.Unnamed;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every body of {@code contract}, delivered to the running service, reaches the journal and Kafka in its reviewed form.
 * Each case has a company of its own, so that no body is a duplicate of another case's.
 */
@QuarkusTest
class EveryKindOfDeliveryTest {

    private static final Path CONTRACT = Path.of("src/test/resources/contract");

    /** The company that all bodies of the contract are of. */
    private static final String COMPANY = "4711002";

    private static final int FIRST_COMPANY_OF_BODIES = 4_800_000;

    private static final int FIRST_COMPANY_OF_PAIRS = 4_900_000;

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aDeliveryIsAnEventInItsReviewedForm(String file, String company) throws Exception {
        // Given
        var expected = Http.JSON.readTree(read("normalised/" + file, company));
        var door = Door.ofNewDeals();
        var mark = Topic.mark(topic(expected));

        // When
        var answer = door.deliver(read(file, company));

        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertIsOneEventLike(expected, mark);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void bothDialectsOfOneChangeAreOneEvent(String name, String company) throws Exception {
        // Given
        var expected = Http.JSON.readTree(read("normalised/webhook-v1/" + name, company));
        var door = Door.ofNewDeals();
        var mark = Topic.mark(topic(expected));

        // When
        var answers = List.of(
                door.deliver(read("webhook-v1/" + name, company)), door.deliver(read("webhook-v2/" + name, company)));

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(204));
        assertIsOneEventLike(expected, mark);
    }

    static Stream<Arguments> bodies() throws IOException {
        var files = new ArrayList<String>();
        for (var folder : List.of("webhook-v1", "webhook-v2")) {
            namesIn(folder).forEach(name -> files.add(folder + '/' + name));
        }
        return withCompanies(files, FIRST_COMPANY_OF_BODIES);
    }

    /** Bodies of one name tell of the same change. */
    static Stream<Arguments> pairs() throws IOException {
        var names = new ArrayList<>(namesIn("webhook-v1"));
        names.retainAll(namesIn("webhook-v2"));
        return withCompanies(names, FIRST_COMPANY_OF_PAIRS);
    }

    /** What is expected is once in the topic after the mark, and once in the journal. */
    private static void assertIsOneEventLike(JsonNode expected, Topic.Mark mark) throws IOException {
        var key = expected.path("record_key").asText();
        var record = mark.await(1, it -> it.key().equals(key)).getFirst();
        assertIsLike(expected, Http.JSON.readTree(record.value()));
        var place = key.split(":", -1);
        var query = "object=%s&record_id=%s&action=%s"
                .formatted(place[1], place[2], expected.path("action").asText());
        var events = Api.events(query).stream()
                .filter(event -> event.path("key").asText().equals(key))
                .toList();
        assertThat(events).hasSize(1);
        assertIsLike(expected, events.getFirst());
    }

    private static void assertIsLike(JsonNode expected, JsonNode actual) {
        var object = expected.path("record_key").asText().split(":", -1)[1];
        assertThat(Unnamed.of(object, actual.path("object"))).isEqualTo(expected.path("object"));
        assertThat(actual.path("payload")).isEqualTo(expected.path("payload"));
        assertThat(actual.path("trigger")).isEqualTo(expected.path("trigger"));
    }

    private static String topic(JsonNode expected) {
        var object = expected.path("record_key").asText().split(":", -1)[1];
        return "pipedrive." + object + '.' + expected.path("action").asText();
    }

    private static String read(String file, String company) throws IOException {
        var text = Files.readString(CONTRACT.resolve(file));
        assertThat(text).contains(COMPANY);
        return text.replace(COMPANY, company);
    }

    private static List<String> namesIn(String folder) throws IOException {
        try (var files = Files.list(CONTRACT.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Stream<Arguments> withCompanies(List<String> cases, int first) {
        return IntStream.range(0, cases.size())
                .mapToObj(index -> Arguments.of(cases.get(index), Integer.toString(first + index)));
    }
}
