package io.pipestream.subscription;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Purpose;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** How a connection's registrations are doing, for people, and a check of them at once. */
@Singleton
public class Registrations {

    private final Connections connections;
    private final HealthKeeper keeper;
    private final Listening listening;
    private final Schedule schedule;
    private final Checkup checkup;

    Registrations(
            Connections connections, HealthKeeper keeper, Listening listening, Schedule schedule, Checkup checkup) {
        this.connections = connections;
        this.keeper = keeper;
        this.listening = listening;
        this.schedule = schedule;
        this.checkup = checkup;
    }

    /**
     * How one registration is doing.
     *
     * @param reason        in words for people; null while all is well
     * @param since         when the health became this
     * @param bannedUntil   when the ban ends, as far as we can tell; null while there is none
     * @param lastHeardAt   when a delivery was last answered 2xx
     * @param lastCheckedAt when Pipedrive's list last had the webhook
     * @param nextCheckAt   when Pipedrive is asked again at the latest
     * @param failures      first attempts refused; the tenth brings a ban
     */
    public record View(
            UUID id,
            UUID subscriptionId,
            String event,
            String webhookVersion,
            @Nullable String webhookId,
            Health health,
            @Nullable String reason,
            Instant since,
            @Nullable Instant bannedUntil,
            @Nullable Instant lastHeardAt,
            @Nullable Instant lastCheckedAt,
            Instant nextCheckAt,
            int failures) {}

    /**
     * How a connection's registrations are doing.
     *
     * @param health                the worst of all
     * @param repairedWithinSeconds within which a webhook that is lost now is noticed and registered anew, at this
     *                              account's plan and with what is left of today's tokens
     */
    public record Page(Health health, long repairedWithinSeconds, List<View> data) {}

    /** How they are and since when. Throws 404 {@code connection-not-found}. */
    public Page of(UUID connectionId) {
        return page(connections.get(connectionId));
    }

    /** Asks Pipedrive for its webhooks and puts them right, now; costs 10 of the day's tokens and what it mends. */
    public Page check(UUID connectionId) {
        var connection = connections.get(connectionId);
        listening.flush();
        keeper.judge(connectionId);
        checkup.check(connection, Purpose.OPERATOR);
        return page(connection);
    }

    private Page page(Connections.Ref connection) {
        var registrations = keeper.of(connection.id());
        var next = schedule.next(connection, registrations);
        var worst = registrations.stream()
                .map(Watched::health)
                .reduce(Health.HEALTHY, (one, other) -> one.compareTo(other) < 0 ? other : one);
        return new Page(
                worst,
                schedule.repairedWithin(connection).toSeconds(),
                registrations.stream()
                        .map(registration -> view(registration, next))
                        .toList());
    }

    private View view(Watched registration, Instant next) {
        var standing = registration.standing();
        var evidence = registration.evidence();
        return new View(
                registration.id(),
                registration.subscriptionId(),
                registration.event().toString(),
                registration.webhookVersion(),
                registration.webhookId(),
                standing.health(),
                standing.reason(),
                standing.since(),
                standing.bannedUntil(),
                evidence.lastHeardAt(),
                evidence.lastCheckedAt(),
                next,
                listening.failures(registration));
    }
}
