package io.pipestream.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

import io.pipestream.embedded.PackagedService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Postgres without space. Needs a small file system, {@code -Dpipestream.small-disk=DIR}. */
@Timeout(600)
class DiskFullIT {

    private static final String DISK = "pipestream.small-disk";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFullDiskLosesNothingAndAllGoesOnWhenThereIsSpaceAgain() throws Exception {
        // Given
        var disk = System.getProperty(DISK, "");
        if (disk.isEmpty()) {
            System.out.println(
                    "SKIPPED: what happens when the disk of Postgres is full. Name a folder on a file system of 200 MB"
                            + " to 4 GB that may be filled: -D" + DISK + "=DIR");
        }
        assumeTrue(!disk.isEmpty(), DISK + " is not set");

        // When
        var outcome = new DiskTrial(folder, Path.of(disk), PackagedService.JAR, System.out::println).run();

        // Then
        assertThat(outcome.findings().examples()).isEmpty();
        assertThat(outcome.unsettled()).isEmpty();
        assertThat(outcome.isGood()).isTrue();
    }
}
