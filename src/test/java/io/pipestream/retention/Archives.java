package io.pipestream.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import org.awaitility.Awaitility;

/** What was archived, as an operator sees it and has it restored. */
final class Archives {

    private Archives() {}

    /** Those of this kind, events or deliveries, of March of the year. */
    static List<JsonNode> archivesOf(String kind, int year) {
        var found = new ArrayList<JsonNode>();
        Api.get("/api/archives").json().path("data").forEach(archive -> {
            if (archive.path("of").asText().equals(kind)
                    && archive.path("from").asText().startsWith(year + "-03")) {
                found.add(archive);
            }
        });
        return found;
    }

    /** The only one. */
    static JsonNode archiveOf(String kind, int year) {
        var found = archivesOf(kind, year);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    static void askToRestore(JsonNode archive) {
        assertThat(Api.post("/api/archives/" + archive.path("name").asText() + "/restore", "")
                        .status())
                .isEqualTo(202);
    }

    static void restore(JsonNode archive) {
        askToRestore(archive);
        await(archive, "restored");
    }

    static JsonNode await(JsonNode archive, String state) {
        var path = "/api/archives/" + archive.path("name").asText();
        return Awaitility.await("the archive is " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> Api.get(path).json(),
                        it -> it.path("state").asText().equals(state));
    }
}
