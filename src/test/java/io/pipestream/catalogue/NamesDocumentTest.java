package io.pipestream.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

import io.pipestream.event.NamedId;
import org.junit.jupiter.api.Test;

class NamesDocumentTest {

    private static final Pattern ROW = Pattern.compile("^\\| (\\w+) \\| `(\\w+)` \\| `(\\w+)` \\|$", Pattern.MULTILINE);

    @Test
    void theDocumentListsEveryNameThatStandsBesideAnId() throws IOException {
        // When
        var documented = ROW.matcher(Files.readString(Path.of("docs/events.md")))
                .results()
                .map(row -> row.group(1) + ' ' + row.group(2) + ' ' + row.group(3))
                .toList();

        // Then
        assertThat(documented)
                .isEqualTo(Arrays.stream(NamedId.values())
                        .map(named -> named.object() + ' ' + named.id() + ' ' + named.beside())
                        .toList());
    }
}
