package io.pipestream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verbs on the real service. */
@QuarkusTest
@Timeout(120)
class ServiceVerbsTest {

    @TempDir
    private Path folder = Path.of("");

    private Shell shell;

    @BeforeEach
    void begin() {
        Door.ofNewDeals();
        shell = Shell.of(
                folder, io.pipestream.support.Api.url(""), io.pipestream.support.Api.KEY, SandboxClient.url(""));
    }

    @Test
    void aTriggeredDealIsFollowedFromTheSandboxToItsPlaceInKafka() {
        // When
        var triggered = shell.run(
                "trigger", "deal.added", "--override", "title=Barn roof 4711", "--override", "value=9300", "--json");

        // Then
        assertThat(triggered.err()).isEmpty();
        assertThat(triggered.exit()).isZero();
        var event = triggered.json();
        assertThat(event.path("state").asText()).isEqualTo("published");
        assertThat(event.path("offset").isIntegralNumber()).isTrue();
        assertThat(event.path("object").path("title").asText()).isEqualTo("Barn roof 4711");
        assertThat(event.path("object").path("value").asInt()).isEqualTo(9300);

        var id = event.path("id").asText();
        assertThat(shell.run("events", "show", id).json()).isEqualTo(event);
        var record = event.path("payload").path("id").asText();
        var listed = shell.run("events", "list", "--object", "deal", "--record", record, "--from", "1h");
        assertThat(listed.out()).contains("deal/" + record, "deal.added", "published", id);
    }

    @Test
    void aTriggerIsFoundShownAndTried() {
        // Given
        var slug = "PIPEDRIVE_NEW_ORGANIZATION_TRIGGER";

        // When
        var listed = shell.run("triggers", "list");
        var shown = shell.run("triggers", "show", slug);
        var tried = shell.run("triggers", "test", slug, "--override", "name=Orava", "--json");
        var refused = shell.run("triggers", "test", slug, "--override", "colour=red");

        // Then
        assertThat(listed.out()).contains(slug, "New Organization Received Trigger", "pipedrive.organization.added");
        assertThat(shown.json().path("sample_payload").has("web")).isTrue();
        assertThat(tried.exit()).isZero();
        assertThat(tried.json().path("event").path("payload").path("name").asText())
                .isEqualTo("Orava");
        assertThat(shell.run("events", "show", tried.json().path("event_id").asText())
                        .json()
                        .path("source")
                        .asText())
                .isEqualTo("test");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("no field colour");
    }

    @Test
    void aTailShowsWhatHappensNext() throws Exception {
        // Given
        var tail = CompletableFuture.supplyAsync(
                () -> shell.run("events", "tail", "--object", "organization", "--max", "1", "--json"));

        // When
        // The tail may not listen yet, so there is another organization until it shows one.
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    shell.run("trigger", "organization.added", "--override", "name=Orava", "--no-wait");
                    return tail.isDone();
                });

        // Then
        assertThat(tail.get().exit()).isZero();
        assertThat(tail.get().json().path("subject").asText()).startsWith("organization/");
    }

    @Test
    void subscriptionsAreAddedListedAndRemovedByTheirEvent() {
        // When
        var added = shell.run("subscriptions", "add", "deleted.organization", "--json");
        var listed = shell.run("subscriptions", "list");
        var removed = shell.run("subscriptions", "remove", "deleted.organization");
        var after = shell.run("subscriptions", "list", "--json");
        var again = shell.run("subscriptions", "remove", "deleted.organization");

        // Then
        assertThat(added.err()).isEmpty();
        assertThat(added.json().path("state").asText()).isEqualTo("registered");
        assertThat(listed.out()).contains("EVENT", "deleted.organization", "registered");
        assertThat(removed.exit()).isZero();
        assertThat(after.lines()).noneMatch(row -> row.path("event").asText().equals("deleted.organization"));
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("There is no subscription", "added.deal");
    }

    @Test
    void connectionsAreListedAndTested() {
        // When
        var listed = shell.run("connections", "list");
        var tested = shell.run("connections", "test", "sandbox", "--json");
        var unknown = shell.run("connections", "test", "acme");

        // Then
        assertThat(listed.out()).contains("7301", "sandbox", "active");
        assertThat(tested.json().path("ok").asBoolean()).isTrue();
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("sandbox (");
    }

    @Test
    void gapsAndQuarantineAreListed() {
        assertThat(shell.run("gaps", "list").exit()).isZero();
        assertThat(shell.run("quarantine", "list").exit()).isZero();
    }

    @Test
    void whatTheServiceRefusesIsSaidInItsWordsAndWithWhatToDo() {
        // When
        var unknown = shell.run("events", "show", "0190a5c8-0000-7000-8000-0000000c11c1");
        var state = shell.run("events", "list", "--state", "lost");
        var key = Shell.of(folder, io.pipestream.support.Api.url(""), "psk_nobody_has_this_key", null)
                .run("events", "list");

        // Then
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("Event not found (404).");
        assertThat(state.err()).contains("State invalid (400).", "pending, published, failed");
        assertThat(key.exit()).isEqualTo(4);
        assertThat(key.err()).contains("Unauthorised (401).", "What to do:");
    }
}
