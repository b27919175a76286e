package io.pipestream.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** What {@code schema/fields.txt} says of each field. */
final class FieldTexts {

    private static final String FILE = "/schema/fields.txt";

    private static final FieldText UNDESCRIBED = new FieldText("As Pipedrive has it.", List.of(), List.of());

    private static final Map<String, FieldText> TEXTS = read();

    private FieldTexts() {}

    /**
     * What is said of one field.
     *
     * @param examples  a usual value and one it may have had before; as text
     * @param unknownBy the paths that never tell the field
     */
    record FieldText(String meaning, List<String> examples, List<String> unknownBy) {}

    /** The text of a record's field, else what is said of fields of this name anywhere. */
    static FieldText of(String record, String field) {
        var own = TEXTS.get(record + '.' + field);
        return own == null ? TEXTS.getOrDefault("*." + field, UNDESCRIBED) : own;
    }

    /** Every {@code record.field} that has a line. */
    static Map<String, FieldText> all() {
        return TEXTS;
    }

    private static Map<String, FieldText> read() {
        var texts = new HashMap<String, FieldText>();
        Resources.text(FILE)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    var cells = line.split("\\|", -1);
                    var text = new FieldText(cells[1].strip(), list(cells[2], ";"), list(cell(cells, 3), ","));
                    if (texts.put(cells[0].strip(), text) != null) {
                        throw new IllegalStateException(FILE + " says twice what this is: " + cells[0]);
                    }
                });
        return Map.copyOf(texts);
    }

    private static @Nullable String cell(String[] cells, int index) {
        return index < cells.length ? cells[index] : null;
    }

    private static List<String> list(@Nullable String cell, String separator) {
        return cell == null
                ? List.of()
                : Stream.of(cell.split(separator, -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
    }
}
