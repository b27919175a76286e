package io.pipestream.spool;

import java.time.Duration;

import io.pipestream.event.Delivery;
import io.pipestream.journal.Appended;
import io.pipestream.journal.Journal;
import io.pipestream.journal.JournalUnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Keeps deliveries: in the journal where that is safe, elsewhere where it is not. The one door of this package. */
@Singleton
public class Keeping {

    private static final Logger LOG = Logger.getLogger(Keeping.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Outlook outlook;
    private final Intake intake;
    private final Journal journal;
    private final HeldWriter held;
    private final SpoolWriter spool;

    Keeping(Outlook outlook, Intake intake, Journal journal, HeldWriter held, SpoolWriter spool) {
        this.outlook = outlook;
        this.intake = intake;
        this.journal = journal;
        this.held = held;
        this.spool = spool;
    }

    /**
     * Keeps a delivery.
     *
     * @param companyId of the connection whose registration brought it
     * @return completes when it is durable and may be answered, which is some seconds later where it is held or spooled;
     *     fails with {@link NotKeptException} if it is nowhere, as far as is known
     */
    public Uni<Kept> keep(Delivery delivery, String companyId) {
        return switch (outlook.way(System.nanoTime())) {
            case DIRECT -> direct(delivery, companyId);
            case HELD -> hold(delivery, companyId);
            case SPOOLED -> spool(delivery, companyId);
            case NONE -> Uni.createFrom().failure(new NotKeptException("this instance is not known in Postgres"));
        };
    }

    /**
     * Waits until the journal has everything that was kept elsewhere and answered before now: what is appended then
     * passes nothing by. Blocking.
     *
     * @return false if it has not within this time
     */
    public boolean awaitDirect(Duration atMost) throws InterruptedException {
        var until = System.nanoTime() + atMost.toNanos();
        while (outlook.way(System.nanoTime()) != Outlook.Way.DIRECT) {
            if (System.nanoTime() - until >= 0) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }

    private Uni<Kept> direct(Delivery delivery, String companyId) {
        var arrival = intake.read(delivery, companyId);
        return journal.append(arrival)
                .map(how -> {
                    if (how != Appended.QUARANTINED) {
                        intake.stored(arrival);
                    }
                    return Kept.of(how);
                })
                .onFailure(JournalUnavailableException.class)
                .recoverWithUni(failure -> switch (failure.reason()) {
                    case POSTGRES -> divert(delivery, companyId, failure);
                    case FULL -> spool(delivery, companyId);
                });
    }

    private Uni<Kept> hold(Delivery delivery, String companyId) {
        return held.hold(KeptDelivery.held(delivery, companyId))
                .onItem()
                .delayIt()
                .by(Promise.HELD_ANSWER)
                .replaceWith(Kept.HELD)
                .onFailure()
                .recoverWithUni(failure -> divert(delivery, companyId, failure));
    }

    /** It may be in Postgres or not: kept twice it becomes one event. */
    private Uni<Kept> divert(Delivery delivery, String companyId, Throwable failure) {
        LOG.debugf(failure, "delivery diverted delivery=%s", delivery.id());
        outlook.failed(System.nanoTime());
        return spool(delivery, companyId);
    }

    private Uni<Kept> spool(Delivery delivery, String companyId) {
        if (outlook.wayWithoutPostgres(System.nanoTime()) != Outlook.Way.SPOOLED) {
            return Uni.createFrom().failure(new NotKeptException("this instance is not known in Postgres"));
        }
        return spool.spool(KeptDelivery.spooled(delivery, companyId))
                .onItem()
                .delayIt()
                .by(Promise.SPOOLED_ANSWER)
                .replaceWith(Kept.SPOOLED);
    }
}
