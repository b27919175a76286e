package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.pipestream.journal.SummaryTicks;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many events at once: exports, counts, and searches for what is rare. Its company is one that no other test has. */
@QuarkusTest
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ExportTest {

    private static final String COMPANY = "5184";

    private static final int EVENTS = 50_000;

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);

    private static final String RUNNING = "pipestream_exports_running";

    @Inject
    Database database;

    @Inject
    SummaryTicks stretches;

    private final HttpClient http = HttpClient.newHttpClient();

    /** A millisecond apart; straight into the table, for the door would take a minute. */
    private void given(int events) {
        database.run("""
                INSERT INTO event (id, delivery_id, company_id, object, record_id, action, host, occurred_at,
                                   received_at, source, trigger, record)
                SELECT gen_random_uuid(), gen_random_uuid(), '%s', 'troll', n::text, 'added', null, at, at, 'list', null,
                       json_build_object('trigger', null, 'payload', null, 'previous', null,
                            'object', json_build_object('id', n::text, 'title', CASE n WHEN 1 THEN '=1+1' ELSE 'troll' END,
                                                        'text', repeat('x', 400)),
                            'meta', json_build_object('source', 'list'))::text
                  FROM (SELECT n, timestamptz '%s' + make_interval(secs => n / 1000.0) AS at
                          FROM generate_series(1, %d) AS n) many
                 ORDER BY many.n
                """.formatted(COMPANY, begin, events));
    }

    @AfterEach
    void nothingIsLeftBehind() {
        http.shutdownNow();
        database.run("DELETE FROM event WHERE company_id = '" + COMPANY + "'");
    }

    @Test
    void aSlowReaderGetsEverythingInOrderAndNobodyWaitsForIt() throws Exception {
        // Given
        given(EVENTS);

        // When
        try (var lines = lines(open("format=ndjson", Map.of()))) {
            var first = lines.readLine();

            // Then: the rest waits for the reader, not in memory
            assertThat(first).contains("\"troll/1\"");
            assertThat(Api.metric(RUNNING, "")).isEqualTo(1);
            assertThat(Api.get("/api/events?limit=1").status()).isEqualTo(200);

            // When
            long last = Http.JSON.readTree(first).path("sequence").asLong();
            int count = 1;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var sequence = Http.JSON.readTree(line).path("sequence").asLong();
                assertThat(sequence).isGreaterThan(last);
                last = sequence;
                count++;
            }

            // Then
            assertThat(count).isEqualTo(EVENTS);
        }
        awaitNoExport();
    }

    @Test
    void aReaderWhoGoesAwayEndsIt() throws Exception {
        // Given
        given(EVENTS);
        var body = open("", Map.of()).body();
        assertThat(body.read()).isEqualTo('{');
        assertThat(Api.metric(RUNNING, "")).isEqualTo(1);

        // When
        body.close();
        http.shutdownNow();

        // Then
        awaitNoExport();
    }

    @Test
    void aTableIsReadableAndHoldsNoFormula() throws Exception {
        // Given
        given(10);

        // When
        var response = open("format=csv&limit=3", Map.of("Accept-Encoding", "gzip"));

        // Then
        assertThat(response.headers().firstValue("content-type")).hasValue("text/csv; charset=UTF-8");
        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(response.headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"events.csv\"");
        var rows = new ArrayList<Map<String, String>>();
        try (var in = new GZIPInputStream(response.body())) {
            new CsvMapper()
                    .readerForMapOf(String.class)
                    .with(CsvSchema.emptySchema().withHeader())
                    .<Map<String, String>>readValues(in)
                    .forEachRemaining(rows::add);
        }
        assertThat(rows).extracting(row -> row.get("record_id")).containsExactly("1", "2", "3");
        assertThat(rows).extracting(row -> row.get("company_id")).containsOnly(COMPANY);
        assertThat(Http.JSON
                        .readTree(rows.getFirst().get("object_json"))
                        .path("title")
                        .asText())
                .isEqualTo("=1+1");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.values())
                        .allSatisfy(
                                cell -> assertThat(cell).doesNotStartWith("=").doesNotStartWith("+")));
    }

    @Test
    void aCellThatASpreadsheetWouldCalculateIsText() throws Exception {
        // Given
        given(3);
        database.change(
                "UPDATE event SET record_id = '=cmd|1' WHERE company_id = '" + COMPANY + "' AND record_id = '2'");

        // When
        try (var lines = lines(open("format=csv&record_id=%3Dcmd%7C1", Map.of()))) {
            // Then
            assertThat(lines.readLine()).startsWith("sequence,id,type,");
            assertThat(lines.readLine()).contains(",\"'=cmd|1\",");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void anExportOfNothingIsEmptyAndOneOfAnUnknownFormatIsRefused() throws Exception {
        // When
        var nothing = open("object=basilisk", Map.of());
        var unknown = Api.get("/api/events/export?format=xml");
        var limit = Api.get("/api/events/export?limit=none");

        // Then
        assertThat(nothing.statusCode()).isEqualTo(200);
        assertThat(nothing.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(nothing.body().readAllBytes()).isEmpty();
        assertThat(unknown.json().path("type").asText()).isEqualTo("/problems/format-invalid");
        assertThat(limit.json().path("type").asText()).isEqualTo("/problems/limit-invalid");
    }

    @Test
    void manyEventsAreCountedAsFarAsItIsCheap() {
        // Given
        given(15_000);

        // When
        var many = Api.get("/api/events/count?company_id=" + COMPANY).json();
        var some = Api.get("/api/events/count?company_id=" + COMPANY + "&received_to=" + begin.plusMillis(60))
                .json();

        // Then
        assertThat(many.path("count").asLong()).isEqualTo(10_000);
        assertThat(many.path("exact").asBoolean()).isFalse();
        // The newest 10,000 have no gaps, and that is said of all of the journal, whatever other tests have put
        // there, but for stretches that are noted to have nothing of this company.
        var extent = database.number("SELECT max(seq) - min(seq) + 1 FROM event");
        assertThat(many.path("estimate").asLong()).isBetween(15_000L * 9 / 10, extent);
        assertThat(some.path("count").asLong()).isEqualTo(59);
        assertThat(some.path("exact").asBoolean()).isTrue();
    }

    @Test
    void whatIsRareIsFoundPageByPageHoweverLongThatTakes() {
        // Given
        given(15_000);

        // When
        var needle = Api.events(
                "company_id=" + COMPANY + "&where=" + URLEncoder.encode("$.object.title == \"=1+1\"", UTF_8));
        var word = Api.events("company_id=" + COMPANY + "&q=%3D1%2B1");

        // Then
        assertThat(needle).extracting(event -> event.path("subject").asText()).containsExactly("troll/1");
        assertThat(word).isEqualTo(needle);
    }

    @Test
    void aSearchByTimePassesByWhatCannotHaveIt() {
        // Given
        given(25_000);
        var query = "company_id=" + COMPANY + "&received_from=" + begin.plusMillis(1) + "&received_to="
                + begin.plusMillis(11);
        var before = Api.events(query);

        // When
        stretches.note();
        var after = Api.events(query);
        var ofKind = Api.get("/api/events/count?object=troll&action=added&company_id=" + COMPANY)
                .json();
        var ofNoKind =
                Api.get("/api/events/count?action=merged&company_id=" + COMPANY).json();

        // Then
        assertThat(before)
                .extracting(event -> event.path("subject").asText())
                .hasSize(10)
                .startsWith("troll/10")
                .endsWith("troll/1");
        assertThat(after).isEqualTo(before);
        assertThat(ofKind.path("count").asLong()).isEqualTo(10_000);
        assertThat(ofNoKind.path("count").asLong()).isZero();
        assertThat(ofNoKind.path("exact").asBoolean()).isTrue();
        assertThat(database.number("SELECT count(*) FROM event_summary WHERE companies @> '{" + COMPANY + "}'"))
                .isPositive()
                .isGreaterThanOrEqualTo(
                        database.number("SELECT count(DISTINCT e.seq / 2000) FROM event e WHERE e.company_id = '"
                                + COMPANY + "' AND e.seq / 2000 <= (SELECT max(number) FROM event_summary)"));
        assertThat(database.number("SELECT count(*) FROM event_summary s, event e WHERE e.seq / 2000 = s.number"
                        + " AND NOT (e.received_at BETWEEN s.received_from AND s.received_to"
                        + " AND e.company_id = ANY (coalesce(s.companies, ARRAY[e.company_id]))"
                        + " AND e.source = ANY (s.sources) AND e.object = ANY (s.objects) AND e.action = ANY (s.actions)"
                        + " AND (e.trigger IS NULL OR e.trigger = ANY (s.triggers)))"))
                .isZero();
    }

    private HttpResponse<InputStream> open(String query, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create(Api.url("/api/events/export?company_id=" + COMPANY + '&' + query)))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + Api.KEY);
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    private static void awaitNoExport() {
        Awaitility.await("the export is over").atMost(Duration.ofSeconds(30)).until(() -> Api.metric(RUNNING, "") == 0);
    }
}
