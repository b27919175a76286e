package io.pipestream.ingest;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.pipestream.event.Delivery;
import io.pipestream.ingest.DoorMetrics.Outcome;
import io.pipestream.spool.Keeping;
import io.pipestream.spool.Kept;
import io.pipestream.spool.NotKeptException;
import io.pipestream.subscription.RegistrationCache;
import io.pipestream.trace.Tracing;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has a delivery kept that has shown its credentials, and answers, counts and reports it. */
@Singleton
class Receiver {

    private static final Logger LOG = Logger.getLogger(Receiver.class);

    /** Reading more than this on the event loop would keep other deliveries waiting. */
    static final int LARGE = 128 * 1024;

    /** Worth keeping with the body; credentials are not among them. */
    private static final List<String> KEPT_HEADERS = List.of("user-agent", "content-type", "x-correlation-id");

    private static final int LONGEST_HEADER = 500;

    private final Keeping keeping;
    private final DoorMetrics metrics;
    private final Refusals refusals;
    private final Clock clock;
    private final DoorSignals signals;
    private final Tracing tracing;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    Receiver(
            Keeping keeping,
            DoorMetrics metrics,
            Refusals refusals,
            Clock clock,
            DoorSignals signals,
            Tracing tracing) {
        this.keeping = keeping;
        this.metrics = metrics;
        this.refusals = refusals;
        this.clock = clock;
        this.signals = signals;
        this.tracing = tracing;
    }

    /**
     * Stores one delivery. To be called where the trace of the request is the current one.
     *
     * @param headers the value of each of the request's headers by name; null for what it has not
     * @return the answer, on any thread; never fails
     */
    Uni<Response> receive(
            RegistrationCache.Entry registration, Function<String, @Nullable String> headers, byte[] body) {
        if (refusals.isTooLarge(body.length)) {
            return Uni.createFrom().item(signals.refused(registration, refusals.tooLarge()));
        }
        var delivery =
                new Delivery(ids.generate(), registration.registrationId(), clock.instant(), kept(headers), body);
        var kept = body.length <= LARGE
                ? keeping.keep(delivery, registration.companyId())
                : Uni.createFrom()
                        .deferred(() -> keeping.keep(delivery, registration.companyId()))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return kept.invoke(where -> signals.heard(delivery))
                .map(this::answer)
                .onFailure()
                .recoverWithItem(failure -> signals.refused(registration, body, refuse(failure)));
    }

    private Response answer(Kept kept) {
        metrics.count(
                switch (kept) {
                    case STORED -> Outcome.STORED;
                    case DUPLICATE -> Outcome.DUPLICATE;
                    case QUARANTINED -> Outcome.QUARANTINED;
                    case HELD -> Outcome.HELD;
                    case SPOOLED -> Outcome.SPOOLED;
                });
        return switch (kept) {
            case STORED, DUPLICATE -> Response.noContent().build();
            case QUARANTINED, HELD, SPOOLED -> Response.accepted().build();
        };
    }

    private Response refuse(Throwable failure) {
        if (!(failure instanceof NotKeptException)) {
            LOG.errorf(failure, "delivery failed");
        }
        return refusals.unavailable();
    }

    /** What of the headers is worth keeping, and the trace: the event goes on with it, whenever and wherever that is. */
    private Map<String, String> kept(Function<String, @Nullable String> headers) {
        var kept = new HashMap<String, String>();
        for (var name : KEPT_HEADERS) {
            var value = headers.apply(name);
            if (value != null) {
                kept.put(name, value.length() <= LONGEST_HEADER ? value : value.substring(0, LONGEST_HEADER));
            }
        }
        var trace = tracing.current();
        if (trace != null) {
            kept.put(Tracing.HEADER, trace);
        }
        return kept;
    }
}
