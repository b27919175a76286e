package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.catalogue.Catalogue;
import io.pipestream.event.Source;
import io.pipestream.journal.Journal;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.normalise.PolledRow.Readable;
import io.pipestream.normalise.RowNormaliser;
import io.pipestream.normalise.RowShape;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What was kept is read again as it is read today: nothing changes, or what would change is told. */
@QuarkusTest
class ReadAgainTest {

    private static final Path CONTRACT = Path.of("src/test/resources/contract");

    private static final String CONTRACT_COMPANY = "4711002";

    /** Every body has one of its own, so that none is a duplicate. */
    private static final int FIRST_COMPANY = 5_310_000;

    private static final UUID CONNECTION = UUID.fromString("0194d3a0-0000-7000-8000-000000005311");

    @Inject
    Database database;

    @Inject
    JournalRows journalRows;

    @Inject
    Journal journal;

    @Inject
    Catalogue catalogue;

    @Inject
    RowNormaliser rows;

    @Test
    void everyBodyReadAgainIsTheEventThatItWas() throws IOException {
        // Given
        var door = Door.ofNewDeals();
        int company = FIRST_COMPANY;
        for (var folder : List.of("webhook-v1", "webhook-v2")) {
            for (var file : filesIn(folder)) {
                company++;

                // When
                var answer = door.deliver(read(file, company));

                // Then
                assertThat(answer.status()).as("%s", file).isEqualTo(204);
                assertIsReadAgainAsItWas(file, company);
            }
        }
        assertThat(company - FIRST_COMPANY).isGreaterThanOrEqualTo(40);
    }

    @Test
    void everyRowReadAgainIsTheEventThatItWas() throws IOException {
        // Given
        int company = FIRST_COMPANY + 1_000;
        for (var shape : RowShape.values()) {
            var source = shape == RowShape.V1 ? Source.RECENTS : Source.LIST;
            for (var file : filesIn(shape == RowShape.V1 ? "rows-v1" : "rows-v2")) {
                company++;
                var row = Http.JSON.readTree(read(file, company));
                var data = (ObjectNode) row.path("data");

                // When
                var news = append(row.path("object").asText(), data, shape, Integer.toString(company), source);

                // Then
                assertThat(news).as("%s", file).isPositive();
                assertIsReadAgainAsItWas(file, company);
            }
        }
        assertThat(company - FIRST_COMPANY).isGreaterThanOrEqualTo(1_020);
    }

    @Test
    void whatTodaysReadingChangesIsShownAndNothingIsChanged() {
        // Given: an event that was stored with other words
        Door.ofNewDeals().deliver(Payloads.addedV2("deal", 995_007, 1, "901"));
        var event = journalRows.event("5150:deal:995007");
        var replaced =
                "replace(replace(record, '\"title\":\"Roof 995007\"', '\"title\":\"Ruff\"'), '\"stage_id\":\"2\",', '')";
        database.change("UPDATE event SET record = " + replaced + " WHERE id = '" + event + "'");
        var stored = database.text("SELECT record FROM event WHERE id = '" + event + "'");

        // When
        var answer = renormalised(event);

        // Then
        assertThat(answer.path("equal").asBoolean()).isFalse();
        assertThat(answer.path("same_id").asBoolean()).isTrue();
        assertThat(answer.path("renormalised_id").asText()).isEqualTo(event.toString());
        assertThat(answer.path("diff"))
                .extracting(op -> op.path("op").asText()
                        + ' '
                        + op.path("path").asText()
                        + ' '
                        + op.path("value").asText())
                .containsExactlyInAnyOrder(
                        "replace /object/title Roof 995007",
                        "replace /payload/title Roof 995007",
                        "add /object/stage_id 2",
                        "add /payload/stage_id 2");
        assertThat(answer.path("record").path("object").path("title").asText()).isEqualTo("Roof 995007");
        assertThat(database.text("SELECT record FROM event WHERE id = '" + event + "'"))
                .isEqualTo(stored);
    }

    @Test
    void anotherIdentityAndABodyThatIsNotUnderstoodAreTold() {
        // Given
        Door.ofNewDeals().deliver(Payloads.addedV2("deal", 995_008, 1, "901"));
        var event = journalRows.event("5150:deal:995008");
        var delivery = journalRows.firstDelivery(event);

        // When
        database.change("UPDATE delivery SET body = '%s'::bytea WHERE id = '%s'"
                .formatted(Payloads.addedV2("deal", 995_009, 1, "901"), delivery));
        var other = renormalised(event);
        database.change("UPDATE delivery SET body = '[]'::bytea WHERE id = '%s'".formatted(delivery));
        var none = renormalised(event);

        // Then
        assertThat(other.path("same_id").asBoolean()).isFalse();
        assertThat(other.path("renormalised_id").isTextual()).isTrue();
        assertThat(other.path("renormalised_id").asText()).isNotEqualTo(event.toString());
        assertThat(none.path("equal").asBoolean()).isFalse();
        assertThat(none.path("same_id").asBoolean()).isFalse();
        assertThat(none.path("reason").asText()).isEqualTo("the body is not a JSON object");
        assertThat(none.path("record").isNull()).isTrue();
    }

    /** Every event of the company. */
    private void assertIsReadAgainAsItWas(Path file, int company) {
        var events = database.texts("SELECT id::text FROM event WHERE company_id = '%d'".formatted(company));
        assertThat(events).as("%s", file).isNotEmpty();
        for (var event : events) {
            var answer = renormalised(UUID.fromString(event));
            assertThat(answer.path("diff"))
                    .as("%s: %s", file, answer.path("reason"))
                    .isEqualTo(Http.JSON.createArrayNode());
            assertThat(answer.path("equal").asBoolean()).as("%s", file).isTrue();
            assertThat(answer.path("same_id").asBoolean()).as("%s", file).isTrue();
            assertThat(Api.get("/api/events/" + event + "/deliveries").json().path("data"))
                    .as("deliveries of %s", file)
                    .hasSize(1);
        }
    }

    private int append(String object, ObjectNode data, RowShape shape, String company, Source source) {
        var row = (Readable) rows.normalise(object, data, shape, company, "fjordworks.pipedrive.com", source);
        var latest = row.deleted() == null ? row.updated() : row.deleted();
        var candidate = new PolledCandidate(
                catalogue.name(row.added()),
                latest == null ? null : catalogue.name(latest),
                data.toString().getBytes(UTF_8));
        return journal.appendPolled(CONNECTION, List.of(candidate))
                .await()
                .atMost(Duration.ofSeconds(20))
                .stored();
    }

    private static List<Path> filesIn(String folder) throws IOException {
        try (var files = Files.list(CONTRACT.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static String read(Path file, int company) throws IOException {
        return Files.readString(file).replace(CONTRACT_COMPANY, Integer.toString(company));
    }

    private static JsonNode renormalised(UUID event) {
        var answer = Api.get("/api/events/" + event + "/renormalised");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.json();
    }
}
