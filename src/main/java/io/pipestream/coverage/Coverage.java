package io.pipestream.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.coverage.CoverageRepository.Reach;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Up to which instant a connection's events are complete. */
@Singleton
public class Coverage {

    private final CoverageRepository coverage;
    private final Connections connections;

    Coverage(CoverageRepository coverage, Connections connections) {
        this.coverage = coverage;
        this.connections = connections;
    }

    /** A connection of which everything that happened up to {@code through} is in the journal. */
    public record Mark(UUID connectionId, String companyId, Instant through) {}

    /**
     * Notes that polling has read every change up to this instant and that what was news is committed. Only moves
     * forward: an earlier instant than a former one changes nothing.
     */
    @Transactional
    public void sweptThrough(UUID connectionId, Instant through) {
        coverage.swept(connectionId, through);
    }

    /**
     * The instant up to which polling has read everything, or the start of the earliest unrepaired gap if that is
     * before. It never goes back: a gap that is noticed late does not take away what polling had read by then.
     *
     * @return null if polling has never been through
     */
    public @Nullable Instant completeThrough(UUID connectionId) {
        var reach = reach(connectionId);
        return reach == null ? null : reach.completeThrough();
    }

    /** Every connection of which polling has been through. */
    public List<Mark> marks() {
        var reaches = coverage.all();
        var marks = new ArrayList<Mark>();
        for (var connection : connections.all()) {
            var reach = reaches.get(connection.id());
            if (reach != null) {
                marks.add(new Mark(connection.id(), connection.companyId(), reach.completeThrough()));
            }
        }
        return marks;
    }

    @Nullable
    Reach reach(UUID connectionId) {
        return coverage.all().get(connectionId);
    }
}
