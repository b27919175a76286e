package io.pipestream.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

/** What happens in the account of {@link VirtualAccount}, by controls that cost no tokens, and what came of it. */
public final class VirtualPipedrive {

    /** What is subscribed to. */
    public static final int WEBHOOKS = 4;

    private static final List<String> SAMPLES = List.of("deal", "note", "deal", "organization", "deal", "person");

    private final Map<String, List<String>> made = new TreeMap<>();
    private int count;

    /** Somebody adds something, and Pipedrive has tried to tell us. */
    public void change() {
        add(SAMPLES.get(count++ % SAMPLES.size()));
    }

    /** Likewise. Returns the record's id. */
    public String add(String object) {
        var body = object.equals("note") ? "{\"content\": \"Called\", \"deal_id\": 1}" : "{}";
        var id = SandboxClient.add(object, body).path("id").asText();
        assertThat(id).isNotEmpty();
        note(object, id);
        told();
        return id;
    }

    /** A record that somebody else made is to be in the topic too. */
    public void note(String object, String id) {
        made.computeIfAbsent(object, any -> new ArrayList<>()).add(id);
    }

    /** A record need not be in the topic. */
    public void forget(String object, String id) {
        made.getOrDefault(object, List.of()).remove(id);
    }

    /** One more first attempt of which no list of records knows, as for a change that a later one hides. */
    public static void tellAgain(String object, String record) {
        var attempt = StreamSupport.stream(
                        control("GET", "/deliveries", "").path("data").spliterator(), false)
                .filter(each -> each.path("record_id").asText().equals(record))
                .filter(each -> each.path("event").asText().contains(object))
                .max(Comparator.comparingLong(each -> each.path("id").asLong()))
                .orElseThrow();
        control("POST", "/deliveries/" + attempt.path("id").asText() + "/redeliver", "");
        told();
    }

    private static void told() {
        awaitNone("first attempts", "waiting", "in_flight");
    }

    /** Pipedrive has given up on what it has tried to tell in vain, as time passes while nobody of ours runs. */
    public static void givesUp(Duration within) {
        for (var passed = Duration.ZERO; passed.compareTo(within) < 0; passed = passed.plus(VirtualTime.STEP)) {
            VirtualTime.jump(VirtualTime.STEP);
            told();
        }
        awaitNone("retries", "retries_pending");
    }

    private static void awaitNone(String what, String... counts) {
        Awaitility.await(what + " are made")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    var deliveries = status().path("deliveries");
                    return Stream.of(counts)
                                    .mapToInt(count -> deliveries.path(count).asInt())
                                    .sum()
                            == 0;
                });
    }

    public int made() {
        return made.values().stream().mapToInt(List::size).sum();
    }

    /** Every record that was made and noted is in its topic exactly once. */
    public void isAllInTheTopicsOnce() {
        made.forEach((object, ids) -> {
            var topic = VirtualAccount.TOPICS + '.' + object + ".added";
            Awaitility.await("all are in " + topic)
                    .pollInterval(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(times(topic).keySet()).containsAll(ids));
            var times = times(topic);
            assertThat(ids).as("in " + topic).allSatisfy(id -> assertThat(times).containsEntry(id, 1L));
        });
    }

    /** How often each record is in a topic. */
    public static Map<String, Long> times(String topic) {
        return Topic.read(topic).stream()
                .collect(Collectors.groupingBy(record -> record.key().replaceAll(".*:", ""), Collectors.counting()));
    }

    public static JsonNode webhooks() {
        return status().path("webhooks");
    }

    public static void deleteWebhooks(int most) {
        var all = webhooks();
        for (var i = 0; i < Math.min(most, all.size()); i++) {
            control("DELETE", "/webhooks/" + all.get(i).path("id").asText(), "");
        }
    }

    /** As ten failed first attempts would. Returns when it ends. */
    public static Instant banWebhooks() {
        webhooks()
                .forEach(webhook ->
                        control("POST", "/webhooks/" + webhook.path("id").asText() + "/ban", ""));
        return Instant.parse(webhooks().path(0).path("banned_until").asText());
    }

    /** When the last of the bans ends that go on; fails if a webhook of so many is not banned. */
    public static Instant bansEnd(int webhooks) {
        var ends = StreamSupport.stream(webhooks().spliterator(), false)
                .filter(webhook -> webhook.path("banned").asBoolean())
                .map(webhook -> Instant.parse(webhook.path("banned_until").asText()))
                .sorted()
                .toList();
        assertThat(ends).as("ends of bans").hasSize(webhooks);
        return ends.getLast();
    }

    /** Ten attempts that our door refuses, for each webhook; all at once, for each waits for a look into Postgres. */
    public static void refuseTenAttempts() {
        var statuses = new ArrayList<CompletableFuture<Integer>>();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var webhook : webhooks()) {
                var stranger = new Door(
                        webhook.path("subscription_url").asText(),
                        webhook.path("http_auth_user").asText(),
                        "wrong");
                for (var attempt = 0; attempt < 10; attempt++) {
                    statuses.add(CompletableFuture.supplyAsync(
                            () -> stranger.deliver("{}").status(), senders));
                }
            }
        }
        assertThat(statuses).extracting(CompletableFuture::join).containsOnly(401);
    }

    public static void plan(long tokensPerDay) {
        control("PUT", "/plan", "{\"daily_tokens\": " + tokensPerDay + "}");
    }

    public static void faults(String json) {
        control("PUT", "/faults", json);
    }

    /** So often was this called and paid for, for example {@code GET /v1/recents}. */
    public static int calls(String route) {
        return status().path("tokens")
                .path("by_route")
                .path(route)
                .path("calls")
                .asInt();
    }

    /** What Pipedrive counted. */
    public static long tokens(LocalDate day) {
        return status().path("tokens").path("by_day").path(day.toString()).asLong();
    }

    public static JsonNode control(String method, String path, String json) {
        var answer = SandboxClient.control(method, path, json);
        assertThat(answer.status()).as(path + ": " + answer.body()).isBetween(200, 299);
        return answer.json();
    }

    private static JsonNode status() {
        return Http.get(SandboxClient.url("/sandbox"), Map.of()).json();
    }
}
