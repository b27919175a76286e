package io.pipestream.journal;

import java.util.List;

import io.pipestream.journal.JournalUnavailableException.Reason;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Commits a batch of which nothing may pass what stands before it: all of it at once, and, if a value is at fault, one
 * after the other until one fails.
 */
@Singleton
class OrderedAppends {

    private static final Logger LOG = Logger.getLogger(OrderedAppends.class);

    private final JournalRepository repository;
    private final BatchCommitter committer;
    private final BodyCare bodies;

    OrderedAppends(JournalRepository repository, BatchCommitter committer, BodyCare bodies) {
        this.repository = repository;
        this.committer = committer;
        this.bodies = bodies;
    }

    /** @throws JournalUnavailableException an unknown number of the first ones is stored, and none behind one that is not */
    void append(List<Entry> batch) {
        try {
            committer.committed(batch, repository.append(batch));
            bodies.late(batch.stream().map(entry -> entry.delivery().id()).toList());
        } catch (PostgresException e) {
            if (!e.isCausedByTheValues()) {
                throw new JournalUnavailableException(Reason.POSTGRES, "the batch was not committed", e);
            }
            if (batch.size() > 1) {
                batch.forEach(entry -> append(List.of(entry)));
            } else {
                setAside(batch.getFirst(), e);
            }
        }
    }

    private void setAside(Entry culprit, PostgresException cause) {
        var simpler = culprit.simpler();
        if (simpler == null) {
            throw new JournalUnavailableException(Reason.POSTGRES, "a body was refused", cause);
        }
        LOG.warnf(
                cause,
                "delivery quarantined delivery=%s reason=\"%s\"",
                culprit.delivery().id(),
                simpler.reason());
        append(List.of(simpler));
    }
}
