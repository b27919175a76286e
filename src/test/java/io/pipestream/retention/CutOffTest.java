package io.pipestream.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import io.pipestream.journal.DropRepository;
import io.pipestream.journal.Partition;
import io.pipestream.journal.PartitionRepository;
import io.pipestream.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** A drop or a restore that was cut off is ended by whoever comes next. */
@QuarkusTest
class CutOffTest {

    @Inject
    OldMonth month;

    @Inject
    DropRepository drops;

    @Inject
    PartitionRepository partitions;

    @Test
    void whatCameWhileAMonthWasBeingDroppedIsPutBack() {
        // Given
        var ids = month.store("5277", Instant.parse("2016-03-02T00:00:00Z"), 8_140_000, 2);
        month.awaitPublished();
        month.madeInTime();
        drops.detach(partition("event", 2016));
        month.run("INSERT INTO outbox SELECT k.seq, 32002, NULL, k.received_at FROM event_key k" + " WHERE k.id = '"
                + ids.getFirst() + "'");

        // When
        month.drop(2016);

        // Then
        try {
            assertThat(ids)
                    .allSatisfy(id ->
                            assertThat(Api.get("/api/events/" + id).status()).isEqualTo(200));
        } finally {
            month.run("DELETE FROM outbox WHERE shard = 32002");
        }
    }

    @Test
    void aDropThatWasCutOffIsEndedByWhoeverComesNext() {
        // Given
        var ids = month.store("5278", Instant.parse("2017-03-02T00:00:00Z"), 8_150_000, 5);
        month.awaitPublished();
        month.madeInTime();
        drops.detach(partition("event", 2017));

        // When
        month.drop(2017);

        // Then
        assertThat(Archives.archiveOf("events", 2017).path("rows").asLong()).isEqualTo(5);
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(410);
        assertThat(partitions.list()).noneMatch(Partition::isDropping);
    }

    @Test
    void aRestoreThatWasCutOffGoesOnWhereItWas() {
        // Given
        var ids = month.store("5280", Instant.parse("2019-03-02T00:00:00Z"), 8_170_000, 1_200);
        month.awaitPublished();
        month.madeInTime();
        month.drop(2019);
        var archive = Archives.archiveOf("events", 2019);

        // When
        month.run("UPDATE archive SET state = 'restoring', restored_rows = 1000 WHERE name = '"
                + archive.path("name").asText() + "'");

        // Then
        assertThat(Archives.await(archive, "restored").path("restored_rows").asLong())
                .isEqualTo(1_200);
        assertThat(month.rowsOf("5280")).hasSize(200);
        assertThat(Api.get("/api/events/" + ids.getLast()).status()).isEqualTo(200);
    }

    private Partition partition(String parent, int year) {
        return partitions.list().stream()
                .filter(partition -> partition.parent().table().equals(parent)
                        && partition.range().from().toString().startsWith(year + "-03"))
                .findFirst()
                .orElseThrow();
    }
}
