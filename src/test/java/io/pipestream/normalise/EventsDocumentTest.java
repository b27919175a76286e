package io.pipestream.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

/** Consumers read {@code docs/events.md}, so its tables and the code's are the same, field by field and in order. */
class EventsDocumentTest {

    @Test
    void theDocumentListsEveryCanonicalFieldInOrder() throws IOException {
        // Given
        var document = Files.readAllLines(Path.of("docs/events.md"));

        // When
        var documented = tables(document);

        // Then
        assertThat(documented).isEqualTo(declared());
    }

    private static Map<String, List<String>> declared() {
        var tables = new TreeMap<String, List<String>>();
        ObjectShapes.declared().forEach((object, shape) -> {
            var rows = new ArrayList<String>();
            shape.fields()
                    .forEach(field ->
                            rows.add(field.name() + ' ' + field.type().name().toLowerCase(Locale.ROOT)));
            if (shape.unknown("1").has(RecordShape.CUSTOM_FIELDS)) {
                rows.add("custom_fields custom fields");
            }
            tables.put(object, rows);
        });
        return tables;
    }

    /** The rows of the tables under the headings of the third level. */
    private static Map<String, List<String>> tables(List<String> document) {
        var tables = new TreeMap<String, List<String>>();
        var object = "";
        for (var line : document) {
            if (line.startsWith("#")) {
                object = line.startsWith("### ") ? line.substring(4) : "";
            } else if (!object.isEmpty() && line.startsWith("| `")) {
                var cells = line.split("\\|", -1);
                tables.computeIfAbsent(object, unused -> new ArrayList<>())
                        .add(cells[1].strip().replace("`", "") + ' ' + cells[2].strip());
            }
        }
        return tables;
    }
}
