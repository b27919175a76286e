package io.pipestream.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.support.ManagementApi;
import org.HdrHistogram.Histogram;

/** What operators ask of the journal: each list, each filter and the timeline, of events from all over it. */
final class Questions {

    private static final int SAMPLES = 100;

    private static final int WARM_UP = 20;

    private final ManagementApi api;

    /**
     * One kind of call.
     *
     * @param reads whether it reads every record on its way, so that it ends with the patience of a search
     * @param path  for an event that there is
     */
    private record Question(String name, boolean reads, Function<JsonNode, String> path) {}

    /** How long it took, in microseconds. */
    record Answer(String name, boolean reads, Histogram microseconds) {}

    Questions(ManagementApi api) {
        this.api = api;
    }

    /** @param told each answer as soon as it is there */
    List<Answer> ask(Consumer<Answer> told) {
        var events = events();
        return questions().stream()
                .map(question -> ask(question, events))
                .peek(told)
                .toList();
    }

    private Answer ask(Question question, List<JsonNode> events) {
        var microseconds = Window.histogram();
        // One that reads records may take all of its patience each time.
        var samples = question.reads() ? SAMPLES / 20 : SAMPLES;
        for (int i = question.reads() ? 0 : -WARM_UP; i < samples; i++) {
            var path = question.path().apply(events.get(Math.floorMod(i, events.size())));
            var begin = System.nanoTime();
            var answer = api.get(path);
            if (answer.status() != 200) {
                throw new IllegalStateException(path + " is answered " + answer.status() + ": " + answer.body());
            }
            if (i >= 0) {
                Window.record(microseconds, System.nanoTime() - begin);
            }
        }
        return new Answer(question.name(), question.reads(), microseconds);
    }

    /** From everywhere between the first and the last. */
    private List<JsonNode> events() {
        var random = new SplittableRandom(1);
        var last = api.get("/api/events?limit=1").json().at("/data/0/sequence").asLong();
        var events = new ArrayList<JsonNode>();
        while (events.size() < SAMPLES) {
            var event = (ObjectNode) api.get("/api/events?limit=1&sequence_to=" + (1 + random.nextLong(last)))
                    .json()
                    .at("/data/0");
            var received =
                    api.get("/api/events/" + id(event) + "/timeline").json().at("/data/0");
            events.add(event.set("delivery_id", received.path("delivery_id")));
        }
        return events;
    }

    private static List<Question> questions() {
        var questions = new ArrayList<Question>();
        for (var filter : List.of(
                filter("", it -> ""),
                filter("sequence_to", it -> of(it, "sequence")),
                filter("id", it -> of(it, "id")),
                filter("key", it -> of(it, "key")),
                filter("company_id", it -> "company_id=" + part(it, 0)),
                filter("company_id of nobody", it -> "company_id=404"),
                filter("object", it -> "object=" + part(it, 1)),
                filter("object, action", it -> "object=" + part(it, 1) + "&action=" + action(it)),
                filter("object of none", it -> "object=lead"),
                filter("action", it -> "action=" + action(it)),
                filter("action of none", it -> "action=merged"),
                filter("record_id", it -> "record_id=" + part(it, 2)),
                filter("trigger", it -> "trigger=PIPEDRIVE_NEW_DEAL_TRIGGER"),
                filter("trigger of none", it -> "trigger=PIPEDRIVE_NEW_NOTE_TRIGGER"),
                filter("source", it -> "source=webhook-v2"),
                filter("path of none", it -> "path=backfill"),
                filter("received, an hour", it -> hour("received", received(it))),
                filter("received, an hour, object", it -> hour("received", received(it)) + "&object=organization"),
                filter("occurred, an hour", it -> hour("occurred", received(it))),
                filter("state=published", it -> "state=published"),
                filter("state=pending", it -> "state=pending"),
                filter("state=failed", it -> "state=failed"))) {
            questions.add(new Question(
                    "events " + filter.name(),
                    false,
                    it -> "/api/events?" + filter.path().apply(it)));
            questions.add(new Question(
                    "count " + filter.name(),
                    false,
                    it -> "/api/events/count?" + filter.path().apply(it)));
        }
        questions.add(new Question("event", false, it -> "/api/events/" + id(it)));
        questions.add(new Question("event, timeline", false, it -> "/api/events/" + id(it) + "/timeline"));
        questions.add(new Question("event, deliveries", false, it -> "/api/events/" + id(it) + "/deliveries"));
        questions.add(new Question("events of a delivery", false, it -> "/api/events?" + of(it, "delivery_id")));
        questions.add(new Question("deliveries", false, it -> "/api/deliveries"));
        questions.add(
                new Question("deliveries, an hour", false, it -> "/api/deliveries?" + hour("received", received(it))));
        questions.add(new Question("deliveries of an event", false, it -> "/api/deliveries?event_id=" + id(it)));
        for (var outcome : List.of("first", "duplicate", "quarantined")) {
            questions.add(new Question("deliveries " + outcome, false, it -> "/api/deliveries?outcome=" + outcome));
        }
        for (var list : List.of("quarantine", "gaps", "replays", "archives", "storage")) {
            questions.add(new Question(list, false, it -> "/api/" + list));
        }
        questions.add(new Question("q, a frequent word", true, it -> "/api/events?q=solar"));
        questions.add(
                new Question("where, frequent", true, it -> "/api/events?where=" + encoded("$.object.value > 90000")));
        questions.add(new Question("q and a record", true, it -> "/api/events?q=solar&" + of(it, "key")));
        questions.add(new Question("q, no such word", true, it -> "/api/events?q=nowhere-to-be-found"));
        return questions;
    }

    private static Question filter(String name, Function<JsonNode, String> query) {
        return new Question(name, false, query);
    }

    private static String of(JsonNode event, String member) {
        var name = member.equals("sequence") ? "sequence_to" : member;
        return name + '=' + encoded(event.path(member).asText());
    }

    private static String id(JsonNode event) {
        return event.path("id").asText();
    }

    /** Of company, object and record. */
    private static String part(JsonNode event, int part) {
        return event.path("key").asText().split(":", 3)[part];
    }

    private static String action(JsonNode event) {
        var type = event.path("type").asText();
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static Instant received(JsonNode event) {
        return Instant.parse(event.path("received_at").asText());
    }

    private static String hour(String clock, Instant from) {
        return clock + "_from=" + from + '&' + clock + "_to=" + from.plus(Duration.ofHours(1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
