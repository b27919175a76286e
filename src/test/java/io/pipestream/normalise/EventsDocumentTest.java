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
import java.util.regex.Pattern;

import io.pipestream.normalise.Spelling.Form;
import org.junit.jupiter.api.Test;

/** Consumers read {@code docs/events.md}, so its tables and the code's are the same, field by field and in order. */
class EventsDocumentTest {

    private static final Map<Form, String> PATHS =
            Map.of(Form.V1, "webhook v1 and Recents", Form.V2, "webhook v2", Form.REST, "REST v2");

    @Test
    void theDocumentListsEveryCanonicalFieldInOrder() throws IOException {
        // Given
        var document = Files.readAllLines(Path.of("docs/events.md"));

        // When
        var documented = tables(document);

        // Then
        assertThat(documented).isEqualTo(declared());
    }

    /** The corpus holds every path to the same record but for what its tables say is not shown. */
    @Test
    void theDocumentListsWhatAPathCannotKnow() throws IOException {
        // Given
        var document = Files.readString(Path.of("docs/events.md"));
        var row = Pattern.compile(
                "^\\| (\\w+) \\| (`.+) \\| (webhook v1 and Recents|webhook v2|REST v2) \\|$", Pattern.MULTILINE);

        // When
        var documented = row.matcher(document)
                .results()
                .flatMap(match -> Pattern.compile("`(\\w+)`(, of a deletion)?")
                        .matcher(match.group(2))
                        .results()
                        .map(field -> match.group(1) + ' ' + field.group(1) + " by " + match.group(3)))
                .toList();

        // Then
        assertThat(documented).containsExactlyInAnyOrderElementsOf(unknown());
    }

    private static List<String> unknown() {
        var unknown = new ArrayList<String>();
        for (var object : Spelling.objects()) {
            for (var form : Form.values()) {
                if (Spelling.isTold(object, form)) {
                    Spelling.columns(object).stream()
                            .filter(column -> Expected.isUnknown(column, form, true))
                            .forEach(column -> unknown.add(object + ' ' + column.name() + " by " + PATHS.get(form)));
                }
            }
        }
        return unknown;
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
