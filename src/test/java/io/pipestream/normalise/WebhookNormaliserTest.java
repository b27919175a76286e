package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.json;
import static io.pipestream.normalise.Deliveries.normalise;
import static io.pipestream.normalise.Deliveries.observe;
import static io.pipestream.normalise.Deliveries.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import io.pipestream.normalise.Normalised.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookNormaliserTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not JSON           | oops                                                   | the body is not a JSON object
            an array           | [{"v":1}]                                              | the body is not a JSON object
            a number           | 1                                                      | the body is not a JSON object
            null               | null                                                   | the body is not a JSON object
            trailing garbage   | {"v":1} {"v":1}                                        | the body is not a JSON object
            no version         | {"meta":{"action":"added","object":"deal","id":1}}     | neither webhook v1 nor v2
            a later version    | {"meta":{"version":"3.0"}}                             | neither webhook v1 nor v2
            version 11         | {"v":11}                                               | neither webhook v1 nor v2
            no action          | {"v":1,"meta":{"object":"deal"}}                       | unknown action
            v2's verb in v1    | {"v":1,"meta":{"action":"create","object":"deal"}}     | unknown action
            v1's verb in v2    | {"meta":{"version":"2.0","action":"added"}}            | unknown action
            no object          | {"v":1,"meta":{"action":"added"}}                      | the object's type is missing or unusable
            a path as object   | {"v":1,"meta":{"action":"added","object":"../deal"}}   | the object's type is missing or unusable
            a blank in company | {"v":1,"meta":{"action":"added","object":"deal","company_id":"1 2"}} | the company id is missing or unusable
            no record          | {"v":1,"meta":{"action":"added","object":"deal","id":1},"current":null} | the record is missing
            two users          | {"v":1,"meta":{"action":"added","object":"user","id":1},"current":[{},{}]} | the record is missing
            no id              | {"v":1,"meta":{"action":"added","object":"deal"},"current":{}} | the record id is missing or unusable
            a colon in the id  | {"v":1,"meta":{"action":"added","object":"deal","id":"1:2"},"current":{}} | the record id is missing or unusable
            a blank loser      | {"v":1,"meta":{"action":"merged","object":"deal","id":1},"current":{"merge_what_id":"a b"}} | the id of the merged record is unusable
            """)
    void aBodyThatIsNoEventIsRejectedWithTheReason(String name, String body, String reason) {
        // When
        var outcome = normalise(body);

        // Then
        assertThat(outcome).isEqualTo(new Rejected(reason));
    }

    @Test
    void aUserSwitchedOffAndOnAndOffAgainIsThreeEventsThoughTheTimeOfChangeStandsStill() {
        // Given
        var change = """
                {"meta": {"version": "2.0", "action": "change", "entity": "user", "entity_id": "7",
                          "timestamp": "2026-03-01T10:00:0%d.500Z"},
                 "data": {"id": "7", "name": "Jo", "modified": "2025-01-01 08:00:00", "active_flag": %s},
                 "previous": {}}""";

        // When
        var off = observe(json(change.formatted(1, false)));
        var on = observe(json(change.formatted(2, true)));
        var offAgain = observe(json(change.formatted(3, false)));

        // Then
        assertThat(List.of(off.dedupeKey(), on.dedupeKey(), offAgain.dedupeKey()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"v":"1","meta":{"action":"added","object":"deal","id":7},"current":{"id":7}}          | WEBHOOK_V1
            {"v":1.0,"event":"added.deal","meta":{"id":"7"},"current":[{"id":7}]}                  | WEBHOOK_V1
            {"meta":{"v":1,"action":"added","object":"deal"},"current":{"id":{"value":7}}}         | WEBHOOK_V1
            {"meta":{"version":"2.1","action":"create","entity":"deal"},"data":{"id":7}}           | WEBHOOK_V2
            {"meta":{"version":2.0,"action":"create","entity":"deal","entity_id":7},"data":{}}     | WEBHOOK_V2
            """)
    void theEnvelopeIsReadInAnyOfItsSpellings(String body, Source source) {
        // When
        var observation = observe(json(body));

        // Then
        assertThat(observation.record()).isEqualTo(new RecordRef("42", "deal", "7"));
        assertThat(observation.action()).isEqualTo(Action.ADDED);
        assertThat(observation.source()).isEqualTo(source);
        assertThat(observation.object().get("id").textValue()).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            "timestamp": 1775981709, "timestamp_micro": 1775981709204118 | 2026-04-12T08:15:09.204Z
            "timestamp": 1775981709, "timestamp_milli": 1775981709204    | 2026-04-12T08:15:09.204Z
            "timestamp": 1775981709                                      | 2026-04-12T08:15:09Z
            "timestamp": "1775981709"                                    | 2026-04-12T08:15:09Z
            "timestamp": "2026-04-12T10:15:09.2041+02:00"                | 2026-04-12T08:15:09.204Z
            "timestamp": "2026-04-12 08:15:09"                           | 2026-04-12T08:15:09Z
            "timestamp": "yesterday"                                     | 2026-04-01T00:00:00Z
            "timestamp": 0                                               | 2026-04-01T00:00:00Z
            "timestamp": 1e300                                           | 2026-04-01T00:00:00Z
            "timestamp": {}                                              | 2026-04-01T00:00:00Z
            """)
    void theTimeIsTheDeliverysElseTheRecords(String timestamps, Instant expected) {
        // Given
        var body = json(
                "{'v':1,'meta':{'action':'added','object':'deal','id':7,%s},'current':{'add_time':'2026-04-01 00:00:00'}}"
                        .replace('\'', '"')
                        .formatted(timestamps));

        // When
        var observation = observe(body);

        // Then
        assertThat(observation.occurredAt()).isEqualTo(expected);
    }

    @Test
    void aBodyWithoutAnyTimeIsAcceptedWithoutOne() {
        assertThat(observe(json("{\"v\":1,\"event\":\"added.deal\",\"meta\":{},\"current\":{\"id\":7}}"))
                        .occurredAt())
                .isNull();
    }

    @Test
    void twoUpdatesInOneSecondAreTwoEvents() {
        // Given
        var first = read("webhook-v2/deal-updated.json");
        var second = first.deepCopy();
        ((ObjectNode) second.get("data")).put("title", "Boat shed, 61 m²");

        // When
        var keys = new String[] {observe(first).dedupeKey(), observe(second).dedupeKey()};

        // Then
        assertThat(keys[0]).isNotEqualTo(keys[1]).startsWith("4711002:deal:3107:updated:2026-04-13T11:02:44Z:");
        assertThat(keys[1]).startsWith("4711002:deal:3107:updated:2026-04-13T11:02:44Z:");
    }

    @Test
    void aDeletionIsTheSameEventThoughV1OverwroteTheStatus() {
        // When
        var v1 = observe(read("webhook-v1/deal-deleted-with-status-overwritten.json"));
        var v2 = observe(read("webhook-v2/deal-deleted-while-won.json"));

        // Then
        assertThat(v1.dedupeKey()).isEqualTo(v2.dedupeKey());
        assertThat(v1.object().get("status").isNull()).isTrue();
        v1.object().set("status", v2.object().get("status"));
        assertThat(v1.object()).isEqualTo(v2.object());
    }

    @Test
    void theCompanyOfTheRegistrationCountsOnlyWhereTheBodyNamesNone() {
        // Given
        var body = read("webhook-v1/note-added.json");
        var anonymous = body.deepCopy();
        ((ObjectNode) anonymous.get("meta")).remove("company_id");

        // Then
        assertThat(observe(body).record().companyId()).isEqualTo("4711002");
        assertThat(observe(anonymous).record().companyId()).isEqualTo("42");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            acme.pipedrive.com, acme.pipedrive.com
            '', null
            evil.example/path, null
            'a b', null
            """)
    void aHostThatIsNoneIsNotTaken(String host, String expected) {
        // Given
        var body = read("webhook-v1/note-added.json");
        ((ObjectNode) body.get("meta")).put("host", host);

        // Then
        assertThat(observe(body).host()).isEqualTo(expected);
    }
}
