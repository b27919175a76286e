package io.pipestream.support;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.connection.Connections;
import io.pipestream.coverage.Gap;
import io.pipestream.coverage.Gaps;
import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Budgets;
import jakarta.inject.Singleton;

/** How the application under test stands with the account of {@link VirtualAccount}. */
@Singleton
public class VirtualService {

    private final Connections connections;
    private final Gaps gaps;
    private final Budgets budgets;
    private final VirtualTime time;

    VirtualService(Connections connections, Gaps gaps, Budgets budgets, VirtualTime time) {
        this.connections = connections;
        this.gaps = gaps;
        this.budgets = budgets;
        this.time = time;
    }

    /** A day on this plan has just begun, all is well, and next to nothing of the day is spent. */
    public void freshDay(long tokensPerDay) {
        time.live(() -> {});
        time.until(
                "the account is connected",
                Duration.ofMinutes(10),
                () -> VirtualPipedrive.webhooks().size() == VirtualPipedrive.WEBHOOKS);
        VirtualPipedrive.faults("{}");
        VirtualPipedrive.plan(tokensPerDay);
        VirtualTime.jump(
                Duration.between(TestClock.now(), VirtualTime.midnight()).plusMillis(100));
        time.tick();
        time.until("all is well", Duration.ofHours(2), () -> isWell() && budget().daily() == tokensPerDay);
    }

    /** Nothing is broken, and nothing waits for its repair. */
    public boolean isWell() {
        return unrepaired().isEmpty()
                && VirtualPipedrive.webhooks().size() == VirtualPipedrive.WEBHOOKS
                && StreamSupport.stream(registrations().spliterator(), false)
                        // A webhook that has had nothing to tell for a day is silent.
                        .allMatch(registration -> Set.of("healthy", "silent")
                                .contains(registration.path("health").asText()));
    }

    private List<Gap> unrepaired() {
        return gaps.unrepaired(connection().id());
    }

    private JsonNode registrations() {
        return Api.get(path() + "/registrations").json().path("data");
    }

    /** The gaps, the one that was noticed last first. */
    public JsonNode gaps() {
        return Api.get("/api/gaps?limit=50").json().path("data");
    }

    /** The latest end of a gap of such a cause; the beginning of time if there is none. */
    public Instant lastGapEnd(String... causes) {
        return StreamSupport.stream(gaps().spliterator(), false)
                .filter(gap -> List.of(causes).contains(gap.path("cause").asText()))
                .filter(gap -> gap.hasNonNull("to"))
                .map(gap -> Instant.parse(gap.path("to").asText()))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** Up to when all is known; an empty text if that is not known. */
    public String completeThrough() {
        return Api.get(path() + "/coverage").json().path("complete_through").asText();
    }

    public Budget budget() {
        return budgets.today(connection().companyId());
    }

    /** What our ledger has for today, for whatever purpose. */
    public long spent() {
        return budget().spent().values().stream().mapToLong(Long::longValue).sum();
    }

    private String path() {
        return "/api/connections/" + connection().id();
    }

    private Connections.Ref connection() {
        return connections.all().getFirst();
    }
}
