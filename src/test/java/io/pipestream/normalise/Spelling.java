package io.pipestream.normalise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** How each path spells each field, read from the corpus' tables, which are made from Pipedrive's reference alone. */
final class Spelling {

    static final Path CORPUS = Path.of("src/test/resources/corpus");

    /** The three ways in which Pipedrive writes a record: webhook v1 and Recents, webhook v2, REST v2. */
    enum Form {
        V1,
        V2,
        REST
    }

    /**
     * A field of an object.
     *
     * @param name ours; with a tilde, one that no canonical record has
     * @param in   its name by each form; null where that does not show it
     */
    record Column(String name, String kind, Map<Form, String> in) {

        boolean isNoise() {
            return name.startsWith("~");
        }

        @Nullable
        String in(Form form) {
            return in.get(form);
        }
    }

    /** A custom field of the corpus' account. */
    record CustomField(String word, String type, String key) {}

    private static final Map<String, List<Column>> COLUMNS = lines("dialects.txt").stream()
            .collect(Collectors.groupingBy(
                    cells -> cells[0], Collectors.mapping(Spelling::column, Collectors.toList())));

    private static final List<CustomField> CUSTOM_FIELDS = lines("custom-fields.txt").stream()
            .map(cells -> new CustomField(cells[0], cells[1], cells[2]))
            .toList();

    private Spelling() {}

    static List<String> objects() {
        return COLUMNS.keySet().stream().sorted().toList();
    }

    static List<Column> columns(String object) {
        return COLUMNS.getOrDefault(object, List.of());
    }

    static List<CustomField> customFields(String object) {
        return hasCustomFields(object) ? CUSTOM_FIELDS : List.of();
    }

    static boolean hasCustomFields(String object) {
        return List.of("deal", "organization", "person", "activity", "lead", "product")
                .contains(object);
    }

    /** Whether the path tells of such objects at all. Webhook v1 knows no leads, and only Recents knows files. */
    static boolean isTold(String object, Form form) {
        return columns(object).getFirst().in(form) != null;
    }

    private static Column column(String[] cells) {
        var in = new EnumMap<Form, String>(Form.class);
        int cell = 3;
        for (var form : List.of(Form.V1, Form.V2, Form.REST)) {
            var name = cells[cell++];
            if (!name.equals("-")) {
                in.put(form, name.equals(".") ? cells[1] : name);
            }
        }
        return new Column(cells[1], cells[2], in);
    }

    private static List<String[]> lines(String file) {
        try {
            return Files.readAllLines(CORPUS.resolve(file)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
