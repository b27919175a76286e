package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.pipestream.embedded.PackagedService;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.Payloads;
import io.pipestream.support.Receiver;
import io.pipestream.support.Receiver.Call;
import io.pipestream.support.Receiver.Reply;
import io.pipestream.support.SandboxApi;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service and a hundred hooks: bad ones hold up no others, and a kill loses nothing. */
@Timeout(240)
class HookIT {

    private static final int HOOKS = 100;

    private static final int BAD = 7;

    private static final int HANGING = 3;

    /** So long that within the test no call ends by itself. */
    private static final Duration NEVER = Duration.ofMinutes(10);

    private static final int KILLED_HOOKS = 8;

    private static final int CONCURRENCY = 4;

    private static final String ROTATED = "/killed/0";

    private static final Instant CHANGED = Instant.parse("2026-05-04T08:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private RealServers servers;
    private PackagedService service;
    private ManagementApi api;
    private Door door;

    private final Receiver good = Receiver.start();
    private final Receiver bad = Receiver.start();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final AtomicInteger held = new AtomicInteger();
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    @BeforeEach
    void startServers() throws Exception {
        servers = RealServers.start(folder, SandboxOptions.defaults());
    }

    @AfterEach
    void stop() throws Exception {
        released.complete(null);
        good.close();
        bad.close();
        servers.stop();
    }

    @Test
    void endpointsThatHangOrFailHoldUpNoOthers() throws Exception {
        // Given
        start(NEVER);
        for (int i = BAD; i < HOOKS; i++) {
            hook(good, "/good/" + i, "PIPEDRIVE_NEW_DEAL_TRIGGER", "");
        }
        lags(1, 20);

        // When
        var without = lags(100, 40);
        bad.answer(this::badly);
        for (int i = 0; i < BAD; i++) {
            hook(bad, badPath(i), "PIPEDRIVE_NEW_DEAL_TRIGGER", "");
        }
        lags(200, 10);
        Awaitility.await("every call that the hanging ones may have at once is held")
                .atMost(Duration.ofSeconds(10))
                .until(() -> held.get() == HANGING * CONCURRENCY);
        var with = lags(300, 40);

        // Then
        System.out.printf(
                "%d hooks, from the request at the door to the call, ms: p50 %d p99 %d without, p50 %d p99 %d with %d bad ones%n",
                HOOKS, at(without, 50), at(without, 99), at(with, 50), at(with, 99), BAD);
        assertThat(held).as("calls that hung while all the others came").hasValue(HANGING * CONCURRENCY);
        assertThat(bad.calls("/gone")).hasSizeBetween(1, 8);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> api.get("/api/hooks").body().contains("\"gone\""));
    }

    @Test
    void aKillLosesNothing() throws Exception {
        // Given
        start(Duration.ofSeconds(2));
        good.answer(call -> Reply.ok().after(Duration.ofMillis(20)));
        for (int i = 0; i < KILLED_HOOKS; i++) {
            hook(good, "/killed/" + i, "PIPEDRIVE_NEW_DEAL_TRIGGER", "");
        }
        hook(good, "/ordered", "PIPEDRIVE_DEAL_UPDATED_TRIGGER", ", \"ordered\": true");
        var node = NodeEndpoint.in(folder.resolve("node"));
        if (node != null) {
            hook(node.url(), "/node", "PIPEDRIVE_NEW_DEAL_TRIGGER", "");
            node.start(secret("/node"));
        }
        var rotated = new HashMap<String, String>();

        // When
        for (int deal = 1_001; deal <= 1_040; deal++) {
            deliver(Payloads.addedV2("deal", deal, 1, "1"));
            for (int change = 1; change <= 3; change++) {
                deliver(Payloads.changedV2("deal", deal, "change " + change, CHANGED.plusSeconds(change)));
            }
            if (deal == 1_010) {
                rotated.put(ROTATED, rotate(ROTATED));
                rotated.put("/node", node == null ? "" : rotate("/node"));
            }
            if (deal == 1_020) {
                service.kill();
                service.start();
            }
            if (deal == 1_030 && node != null) {
                node.start(Objects.requireNonNull(rotated.get("/node")));
            }
        }

        // Then
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 0);
        int twice = 0;
        for (int i = 0; i < KILLED_HOOKS; i++) {
            var calls = good.calls("/killed/" + i);
            assertThat(subjects(calls)).hasSize(40);
            twice += calls.size() - 40;
            assertThat(calls.stream().map(call -> call.header("webhook-id")).distinct())
                    .hasSize(40);
        }
        assertThat(twice).as("calls that were repeated").isLessThanOrEqualTo((KILLED_HOOKS + 1) * CONCURRENCY);
        var changes = good.calls("/ordered").stream().collect(Collectors.groupingBy(call -> call.header("ce-subject")));
        assertThat(changes)
                .hasSize(40)
                .allSatisfy((subject, calls) -> assertThat(calls.stream()
                                .map(call -> call.json().path("title").asText())
                                .distinct())
                        .containsExactly("change 1", "change 2", "change 3"));
        for (var call : good.calls()) {
            if (call.path().startsWith("/killed/") || call.path().equals("/ordered")) {
                verify(secret(call.path()), call);
            }
        }
        var successor = new Webhook(Objects.requireNonNull(rotated.get(ROTATED)));
        assertThat(subjects(good.calls(ROTATED).stream()
                        .filter(call -> isVerified(successor, call))
                        .toList()))
                .as("what the new secret verifies, while the one before verifies all")
                .hasSizeGreaterThanOrEqualTo(30);
        if (node == null) {
            System.out.println("SKIPPED: there is no npm to verify in JavaScript with");
        } else {
            node.close();
            assertThat(node.taken()).hasSize(40);
            assertThat(node.log()).doesNotContain("refused");
        }
        System.out.printf("a kill: %d of %d calls were repeated%n", twice, 40 * KILLED_HOOKS);
    }

    private void start(Duration patience) throws Exception {
        service = servers.service(Map.of(
                "PIPESTREAM_HOOK_CONNECT_TIMEOUT", "1s",
                "PIPESTREAM_HOOK_TIMEOUT", patience.toString(),
                "PIPESTREAM_HOOK_RETRY_DELAYS", "1s"));
        service.start();
        api = RealServers.api(service);
        var sandbox = servers.sandbox();
        door = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> door(sandbox), Optional::isPresent)
                .orElseThrow();
    }

    /** The new secret; the one before stays in the map. */
    private String rotate(String path) {
        var answer = api.call("POST", "/api/hooks/" + ids.get(path) + "/secret", "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("secret").asText();
    }

    private String secret(String path) {
        return Objects.requireNonNull(secrets.get(path));
    }

    /** From the request at the door to each of the calls, in ms, sorted. */
    private List<Long> lags(int firstDeal, int deals) throws Exception {
        var sent = new HashMap<String, Long>();
        var hooks = HOOKS - BAD;
        var before = good.calls().size();
        for (int deal = firstDeal; deal < firstDeal + deals; deal++) {
            sent.put("deal/" + deal, System.nanoTime());
            deliver(Payloads.addedV2("deal", deal, 1, "1"));
            // Not a wait for anything: the pace of the load.
            TimeUnit.MILLISECONDS.sleep(150);
        }
        good.awaitCalls(before + deals * hooks);
        var lags = new ArrayList<Long>();
        for (var call : good.calls()) {
            var from = sent.get(call.header("ce-subject"));
            if (from != null) {
                lags.add((call.nanos() - from) / 1_000_000);
            }
        }
        lags.sort(null);
        return lags;
    }

    private static long at(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() - 1) * percent / 100);
    }

    private static String badPath(int i) {
        return i < HANGING ? "/hangs" + i : i < BAD - 1 ? "/fails" + i : "/gone";
    }

    private Reply badly(Call call) {
        if (call.path().startsWith("/hangs")) {
            held.incrementAndGet();
            released.join();
        }
        return Reply.of(call.path().equals("/gone") ? 410 : 500);
    }

    private void hook(Receiver receiver, String path, String trigger, String more) {
        hook(receiver.url(path), path, trigger, more);
    }

    private void hook(String url, String path, String trigger, String more) {
        var answer = api.call(
                "POST",
                "/api/hooks",
                "{\"url\": \"%s\", \"trigger\": \"%s\", \"concurrency\": %d%s}"
                        .formatted(url, trigger, CONCURRENCY, more));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        secrets.put(path, answer.json().path("secret").asText());
        ids.put(path, answer.json().path("id").asText());
    }

    private long waiting() {
        long waiting = 0;
        for (var hook : api.get("/api/hooks").json().path("data")) {
            waiting += hook.path("waiting").asLong();
        }
        var unfed = good.calls("/ordered").size() < 120;
        return unfed ? waiting + 1 : waiting;
    }

    private void deliver(String json) {
        assertThat(door.deliver(json).status()).isEqualTo(204);
    }

    private static Optional<Door> door(SandboxApi sandbox) {
        var listed = Http.get(sandbox.url() + "/v1/webhooks", Map.of("x-api-token", sandbox.token()));
        return Door.in(listed.json().path("data"), "create", "deal", "2.0");
    }

    private static Set<String> subjects(List<Call> calls) {
        return calls.stream().map(call -> call.header("ce-subject")).collect(Collectors.toSet());
    }

    /** As a receiver does it. */
    private static void verify(String secret, Call call) throws WebhookVerificationException {
        verify(new Webhook(secret), call);
    }

    private static void verify(Webhook webhook, Call call) throws WebhookVerificationException {
        var headers = call.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        webhook.verify(call.body(), HttpHeaders.of(headers, (name, value) -> true));
    }

    private static boolean isVerified(Webhook webhook, Call call) {
        try {
            verify(webhook, call);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }
}
