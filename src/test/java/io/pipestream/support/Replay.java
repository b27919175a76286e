package io.pipestream.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/**
 * A replay as an operator asks for it and follows it.
 *
 * @param asked what was answered when it was asked for
 */
public record Replay(JsonNode asked) {

    public static final String REASON = "to try it";

    /** To the topics that the events came in first. */
    public static final String ORIGINAL = "{\"kind\": \"original\"}";

    /** To a topic that is named after the replay. */
    public static final String SIDE = "{\"kind\": \"side\"}";

    public static String side(String topic) {
        return "{\"kind\": \"side\", \"topic\": \"" + topic + "\"}";
    }

    /** Everything of a company. */
    public static String of(Company company) {
        return "{\"company_id\": \"" + company.id() + "\"}";
    }

    /** Of a company what else is said, as {@code "object": "deal"}. */
    public static String of(Company company, String more) {
        return "{\"company_id\": \"" + company.id() + "\", " + more + '}';
    }

    /**
     * Asks for one.
     *
     * @param more as {@code , "rate": 40}; may be empty
     */
    public static Http.Answer ask(String selection, String target, String more) {
        return Api.post(
                "/api/replays",
                "{\"selection\": %s, \"target\": %s, \"reason\": \"%s\"%s}".formatted(selection, target, REASON, more));
    }

    /** One that is planned and waits to be run. */
    public static Replay plan(String selection, String target, String more) {
        var answer = ask(selection, target, more);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        var replay = new Replay(answer.json());
        assertThat(answer.header("location")).endsWith(replay.path());
        return replay;
    }

    public static Replay run(String selection, String target, String more) {
        return plan(selection, target, more + ", \"run\": true");
    }

    public String id() {
        return asked.path("id").asText();
    }

    public String path() {
        return "/api/replays/" + id();
    }

    public JsonNode plan() {
        return asked.path("plan");
    }

    /** How many events it was planned to send. */
    public int planned() {
        return plan().path("count").asInt();
    }

    public String topic() {
        return plan().at("/topics/0").asText();
    }

    /** What is in its one topic; not less than it says it has sent. */
    public List<ConsumerRecord<String, String>> records() {
        assertThat(plan().path("topics")).hasSize(1);
        var sent = sent();
        var reading = Topic.reading(Kafka.bootstrapServers(), topic(), record -> true);
        // Kafka says that a transaction is committed before all of its partitions show it.
        Awaitility.await(sent + " records in " + topic())
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .until(() -> reading.on().size() >= sent);
        return reading.on();
    }

    /** Run, pause, resume or cancel. */
    public Http.Answer tell(String verb) {
        return Api.post(path() + '/' + verb, "");
    }

    public JsonNode now() {
        return Api.get(path()).json();
    }

    public int sent() {
        return now().at("/progress/sent").asInt();
    }

    public JsonNode awaitState(String state) {
        return Awaitility.await("the replay is " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(this::now, now -> now.path("state").asText().equals(state));
    }

    public JsonNode awaitDone() {
        return awaitState("done");
    }

    public void awaitSent(int count) {
        Awaitility.await(count + " are sent")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sent() >= count);
    }
}
