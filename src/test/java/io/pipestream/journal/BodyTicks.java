package io.pipestream.journal;

import java.util.UUID;

import io.pipestream.journal.CareRepository.Job;
import jakarta.inject.Singleton;

/** Makes the journal look after bodies when a test says so, and where. */
@Singleton
public class BodyTicks {

    private final BodyCareWorker worker;
    private final CareRepository care;

    BodyTicks(BodyCareWorker worker, CareRepository care) {
        this.worker = worker;
        this.care = care;
    }

    public void tick() {
        worker.tick();
    }

    /** As if all deliveries before this one had been looked after. */
    public void goOnWith(UUID delivery) {
        for (var job : Job.values()) {
            care.advance(job, care.through(job), new UUID(delivery.getMostSignificantBits(), 0));
        }
    }
}
