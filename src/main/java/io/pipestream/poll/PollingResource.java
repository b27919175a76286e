package io.pipestream.poll;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Purpose;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows and sets how a connection is polled. */
@Path("/api/connections/{connection}/polling")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "polling")
class PollingResource {

    /** @param mode text and no enum, for Jackson would take a number for one */
    record Change(
            @NotNull @Pattern(regexp = "fallback|always|off", message = "is fallback, always or off")
            String mode) {}

    /** @param steps what is left to read, the present one first; {@code since} and {@code position} say where it is */
    record Run(Instant windowStart, Instant windowEnd, List<String> steps, Instant since, String position) {

        static Run of(SweepPlan plan) {
            return new Run(
                    plan.windowStart(),
                    plan.windowEnd(),
                    plan.steps().stream().map(Step::word).toList(),
                    plan.since(),
                    plan.position());
        }
    }

    /**
     * The tokens of the account's day.
     *
     * @param cap       what we may use of {@code daily} in the background
     * @param emergency what we may use beyond it while webhooks are down
     */
    record Tokens(
            long daily,
            long cap,
            long emergency,
            long background,
            SortedMap<String, Long> spent,
            long leftForPolling,
            Instant resetsAt) {

        static Tokens of(Budget budget) {
            var spent = new TreeMap<String, Long>();
            for (Map.Entry<Purpose, Long> entry : budget.spent().entrySet()) {
                spent.put(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue());
            }
            return new Tokens(
                    budget.daily(),
                    budget.cap(),
                    budget.emergency(),
                    budget.background(),
                    spent,
                    budget.left(Purpose.POLL),
                    budget.resetsAt());
        }
    }

    /**
     * How a connection is polled.
     *
     * @param cursor             everything up to here was read
     * @param rows               of the last run, or of the one under way; likewise {@code events}, those that were news
     * @param nextRunAt          as far as is known now; null if polling is off
     * @param foundWithinSeconds how long after a change a sweep finds it, if no webhook tells of it; null if off
     * @param costPerSweep       tokens, where one page is enough
     */
    record View(
            Mode mode,
            Instant beganAt,
            Instant cursor,
            Instant lastRunAt,
            long rows,
            long events,
            @Nullable Run run,
            @Nullable Instant nextRunAt,
            @Nullable Instant waitUntil,
            @Nullable String waitReason,
            @Nullable Long foundWithinSeconds,
            int costPerSweep,
            Tokens budget) {

        static View of(Agenda.Standing standing) {
            var sweep = standing.sweep();
            return new View(
                    sweep.mode(),
                    sweep.beganAt(),
                    sweep.cursor(),
                    sweep.lastRunAt(),
                    sweep.rows(),
                    sweep.events(),
                    sweep.plan() == null ? null : Run.of(sweep.plan()),
                    standing.next() == null ? null : standing.next().dueAt(),
                    sweep.waitUntil(),
                    sweep.waitReason(),
                    standing.foundWithin() == null
                            ? null
                            : (Long) standing.foundWithin().toSeconds(),
                    standing.cost(),
                    Tokens.of(standing.budget()));
        }
    }

    private final Connections connections;
    private final Agenda agenda;
    private final SweepRepository sweeps;

    PollingResource(Connections connections, Agenda agenda, SweepRepository sweeps) {
        this.connections = connections;
        this.agenda = agenda;
        this.sweeps = sweeps;
    }

    @GET
    @Operation(summary = "How the connection is polled, what that finds how soon, and what it may cost")
    public View get(@PathParam("connection") UUID connection) {
        return View.of(agenda.standing(connections.get(connection)));
    }

    @PUT
    @Operation(summary = "Poll as a fallback, always, or not at all")
    public View set(@PathParam("connection") UUID connection, @NotNull @Valid Change change) {
        var ref = connections.get(connection);
        agenda.sweep(ref);
        sweeps.setMode(ref.id(), Mode.of(change.mode()));
        return View.of(agenda.standing(ref));
    }
}
