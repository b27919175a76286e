package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.pipestream.support.Database;
import io.pipestream.support.Door;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Posts recorded deliveries that are not part of the repository: {@code -Dpipestream.samples=DIR}, a folder with
 * {@code webhook-v1} and {@code webhook-v2}. A file is called what it tells of, {@code added.deal.json} or
 * {@code create.deal.json}, with anything in between; {@code change.deal.merged.json} is one half of a merge. Any other name is of a part of a delivery.
 */
@QuarkusTest
@EnabledIfSystemProperty(named = "pipestream.samples", matches = ".+")
class SamplesTest {

    private static final Map<String, String> V2_ACTIONS =
            Map.of("create", "added", "change", "updated", "delete", "deleted");

    private static final List<String> ACTIONS = List.of("added", "updated", "deleted", "merged");

    @Inject
    Database database;

    @Test
    void everySampleIsWhatItIsCalled() throws IOException {
        // Given
        var folder = Path.of(Objects.requireNonNull(System.getProperty("pipestream.samples")));
        var door = Door.ofNewDeals();
        var counts = new TreeMap<String, Integer>();
        var wrong = new ArrayList<String>();
        for (var version : List.of("webhook-v1", "webhook-v2")) {
            for (var file : filesIn(folder.resolve(version))) {
                // When
                var status = door.deliver(Files.readAllBytes(file)).status();
                var told = lastDelivery();

                // Then
                counts.merge(version + ' ' + status + ' ' + told, 1, Integer::sum);
                var expected = expected(file);
                if (expected == null ? status != 202 : status != 204 || !told.equals(expected)) {
                    wrong.add(file.getFileName() + ": " + status + ' ' + told + ", expected " + expected);
                }
            }
        }
        counts.forEach((outcome, count) -> System.out.println(count + "  " + outcome));
        wrong.forEach(System.out::println);
        assertThat(wrong).isEmpty();
        assertThat(counts).isNotEmpty();
    }

    /** Null of a file that is a part of a delivery only: it can be kept, and not understood. */
    private static @Nullable String expected(Path file) {
        var words = List.of(file.getFileName().toString().split("\\.", -1));
        var action = V2_ACTIONS.getOrDefault(words.get(0), words.get(0));
        if (!ACTIONS.contains(action)) {
            return null;
        }
        if (words.get(1).equals("user") && action.equals("deleted")) {
            return "user.updated"; // Pipedrive tells of it as a change that switches the user off
        }
        return words.get(1) + '.' + (words.contains("merged") && action.equals("updated") ? "merged" : action);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private String lastDelivery() {
        return database.texts("""
                SELECT coalesce(e.object || '.' || e.action, q.reason, 'nothing')
                  FROM delivery d
                  LEFT JOIN event e ON e.id = d.event_id
                  LEFT JOIN quarantine q ON q.delivery_id = d.id
                 WHERE d.registration_id IS NOT NULL
                 ORDER BY d.id DESC
                 LIMIT 1
                """).stream().findFirst().orElse("nothing");
    }
}
