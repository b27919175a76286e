package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private static final Settings NOTHING_SET = Settings.of(Map.of());
    private static final RunFile RUN = new RunFile(
            "http://127.0.0.1:8080",
            "http://127.0.0.1:8080/",
            "psk_k",
            null,
            null,
            "127.0.0.1:9092",
            new RunFile.Postgres("jdbc:postgresql://127.0.0.1:5433/pipestream", "pipestream", "secret"),
            4711);

    @TempDir
    private Path path = Path.of("");

    @Test
    void aSecondInstanceIsToldWhichRunsAndWhere() throws Exception {
        // Given
        try (var first = DataFolder.lock(path)) {
            RUN.write(first.path());

            // When, then
            assertThatThrownBy(() -> DataFolder.lock(path))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("at http://127.0.0.1:8080.");
        }
    }

    @Test
    void theFolderIsFreeAndItsRunFileGoneAfterTheEnd() throws Exception {
        // Given
        try (var first = DataFolder.lock(path)) {
            RUN.write(first.path());
        }

        // When
        try (var second = DataFolder.lock(path)) {

            // Then
            assertThat(RunFile.read(second.path())).isNull();
        }
    }

    @Test
    void aRunFileLeftByAKilledInstanceIsNotBelieved() throws Exception {
        // Given
        RUN.write(path);

        // When
        try (var folder = DataFolder.lock(path)) {

            // Then
            assertThat(RunFile.in(folder.path())).doesNotExist();
        }
    }

    @Test
    void theRunFileHasItsFixedShapeAndIsItsOwnersOnly() throws Exception {
        // When
        RUN.write(path);

        // Then
        assertThat(new ObjectMapper().readTree(RunFile.in(path).toFile())).isEqualTo(new ObjectMapper().readTree("""
                        {"service": "http://127.0.0.1:8080", "console": "http://127.0.0.1:8080/", "admin_key": "psk_k",
                         "sandbox": null, "sandbox_token": null, "kafka": "127.0.0.1:9092",
                         "postgres": {"url": "jdbc:postgresql://127.0.0.1:5433/pipestream", "user": "pipestream",
                                      "password": "secret"},
                         "pid": 4711}
                        """));
        assertThat(permissions(RunFile.in(path))).isEqualTo("rw-------");
        assertThat(RunFile.read(path)).isEqualTo(RUN);
    }

    @Test
    void theAdminKeyIsMadeOnceAndKept() throws Exception {
        // Given
        String first;
        try (var folder = DataFolder.lock(path)) {
            first = AdminKey.of(folder, NOTHING_SET, new Progress());
        }

        // When
        try (var folder = DataFolder.lock(path)) {
            var second = AdminKey.of(folder, NOTHING_SET, new Progress());

            // Then
            assertThat(second).isEqualTo(first).matches("psk_[A-Za-z0-9_-]{43}");
            assertThat(permissions(folder.adminKeyFile())).isEqualTo("rw-------");
        }
    }

    @Test
    void anAdminKeyOfTheUsersIsTakenAndNotStored() throws Exception {
        // Given
        var settings = Settings.of(Map.of("PIPESTREAM_ACCESS_ADMIN_KEY", "mine"));

        // When
        try (var folder = DataFolder.lock(path)) {
            var key = AdminKey.of(folder, settings, new Progress());

            // Then
            assertThat(key).isEqualTo("mine");
            assertThat(folder.adminKeyFile()).doesNotExist();
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
