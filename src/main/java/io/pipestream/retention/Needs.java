package io.pipestream.retention;

import java.util.List;

import io.pipestream.journal.DropRepository;
import io.pipestream.journal.Partition;
import io.pipestream.journal.Partition.Parent;
import io.pipestream.journal.StretchReader;
import io.pipestream.journal.StretchReader.Unread;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Says what an old partition is still needed for. */
@Singleton
class Needs {

    private final DropRepository drops;
    private final List<StretchReader> readers;

    Needs(DropRepository drops, @All List<StretchReader> readers) {
        this.drops = drops;
        this.readers = List.copyOf(readers);
    }

    /** In words for people; null if nothing keeps it from being dropped. */
    @Nullable
    String of(Partition partition) {
        if (drops.isNeeded(partition)) {
            return partition.parent() == Parent.EVENT ? "unpublished events" : "deliveries in quarantine";
        }
        return partition.parent() == Parent.DELIVERY
                ? null
                : readers.stream()
                        .flatMap(reader -> reader.unread().stream())
                        .filter(unread -> drops.has(partition, unread.after(), unread.through()))
                        .map(Unread::reader)
                        .findFirst()
                        .orElse(null);
    }
}
