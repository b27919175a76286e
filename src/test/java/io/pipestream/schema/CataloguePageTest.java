package io.pipestream.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** {@code docs/catalogue.md} is what the schemas say, and says of paths what {@code docs/events.md} says. */
class CataloguePageTest {

    @Test
    void theCatalogueIsWhatTheSchemasSay() throws IOException {
        assertThat(Files.readString(CataloguePage.in(Path.of(""))))
                .as("docs/catalogue.md is stale: run ./pipestream schemas")
                .isEqualTo(CataloguePage.text());
    }

    @Test
    void bothDocumentsNameTheSameFieldsThatWebhookV1DoesNotTell() throws IOException {
        // When
        var inCatalogue = fields(CataloguePage.text(), "## ", "\\| unset; v1 \\|");
        var inEvents = fields(Files.readString(Path.of("docs/events.md")), "### ", "\\| null from v1.*\\|");

        // Then
        inCatalogue.removeIf(field -> field.startsWith("PIPEDRIVE_"));
        assertThat(inCatalogue).isNotEmpty().isEqualTo(inEvents);
    }

    private static Set<String> fields(String document, String heading, String ending) {
        var row = Pattern.compile("^\\| `([a-z_]+)` .*" + ending + "$");
        var fields = new TreeSet<String>();
        var object = "";
        for (var line : document.lines().toList()) {
            object = line.startsWith(heading) ? line.substring(heading.length()) : object;
            var match = row.matcher(line);
            if (match.matches()) {
                fields.add(object + '.' + match.group(1));
            }
        }
        return fields;
    }
}
