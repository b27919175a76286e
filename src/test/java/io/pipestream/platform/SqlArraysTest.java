package io.pipestream.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SqlArraysTest {

    @Inject
    DataSource postgres;

    private record Named(UUID id, @Nullable String name) {}

    @Test
    void rowsGoInColumnByColumnAndKeepTheirOrder() {
        // Given
        var named = List.of(new Named(new UUID(2, 2), "a, \"b\""), new Named(new UUID(1, 1), null));

        // When
        var found = new Statements(postgres)
                .list(
                        "passing rows",
                        "SELECT * FROM unnest(?::uuid[], ?::text[]) AS t (id, name)",
                        statement -> {
                            SqlArrays.set(statement, 1, "uuid", named, Named::id);
                            SqlArrays.set(statement, 2, "text", named, Named::name);
                        },
                        row -> new Named(row.getObject(1, UUID.class), row.getString(2)));

        // Then
        assertThat(found).isEqualTo(named);
    }

    @Test
    void valuesGoInAsTheyAre() {
        var found = new Statements(postgres)
                .list(
                        "looking for numbers",
                        "SELECT n FROM generate_series(1, 9) AS n WHERE n = ANY (?)",
                        statement -> SqlArrays.set(statement, 1, "bigint", List.of(7L, 3L, 12L)),
                        row -> row.getLong(1));

        assertThat(found).containsExactly(3L, 7L);
    }

    @Test
    void bytesAreBytes() {
        var found = new Statements(postgres)
                .list(
                        "passing bytes",
                        "SELECT body FROM unnest(?::bytea[]) AS t (body)",
                        statement ->
                                SqlArrays.setBytes(statement, 1, List.of("\\x00", "ä"), text -> text.getBytes(UTF_8)),
                        row -> new String(row.getBytes(1), UTF_8));

        assertThat(found).containsExactly("\\x00", "ä");
    }
}
