package io.pipestream.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.pipestream.connection.ConnectionState;
import io.pipestream.connection.Connections;
import io.pipestream.coverage.Coverage;
import io.pipestream.coverage.Gap;
import io.pipestream.coverage.Gaps;
import io.pipestream.hook.Hooks;
import io.pipestream.journal.OutboxRepository;
import io.pipestream.journal.OutboxRepository.Backlog;
import io.pipestream.pipedrive.Budgets;
import io.pipestream.subscription.Health;
import io.pipestream.subscription.Registrations;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What other packages say of how things are, put into words. */
@Singleton
class Vitals {

    /** What the objective allows an event to take to Kafka. */
    private static final double LATE_SECONDS = 60;

    private static final Duration BEHIND = Duration.ofHours(1);

    private final Connections connections;
    private final Registrations registrations;
    private final Coverage coverage;
    private final Gaps gaps;
    private final Budgets budgets;
    private final OutboxRepository outbox;
    private final Hooks hooks;
    private final Clock clock;

    Vitals(
            Connections connections,
            Registrations registrations,
            Coverage coverage,
            Gaps gaps,
            Budgets budgets,
            OutboxRepository outbox,
            Hooks hooks,
            Clock clock) {
        this.connections = connections;
        this.registrations = registrations;
        this.coverage = coverage;
        this.gaps = gaps;
        this.budgets = budgets;
        this.outbox = outbox;
        this.hooks = hooks;
        this.clock = clock;
    }

    /**
     * Something that is looked at.
     *
     * @param kind    of a badge: {@code ok}, {@code info}, {@code warn} or {@code bad}
     * @param state   in two or three words
     * @param meaning what it means, and what to do if it is not well
     */
    public record Sign(
            String name,
            String kind,
            String state,
            String meaning,
            @Nullable String href) {

        public boolean isWell() {
            return kind.equals("ok") || kind.equals("info");
        }
    }

    /**
     * An account.
     *
     * @param completeThrough null if polling has never been through
     * @param spent           tokens of our background work today
     */
    public record AccountView(
            String name,
            List<Sign> signs,
            @Nullable Instant completeThrough,
            int openGaps,
            long spent,
            long cap,
            Instant resetsAt) {}

    /** All of it. */
    public record All(Backlog backlog, List<Sign> signs, List<AccountView> accounts) {

        public long troubles() {
            return signs.stream().filter(sign -> !sign.isWell()).count()
                    + accounts.stream()
                            .flatMap(account -> account.signs().stream())
                            .filter(sign -> !sign.isWell())
                            .count();
        }

        public boolean isBad() {
            return signs.stream().anyMatch(sign -> sign.kind().equals("bad"))
                    || accounts.stream()
                            .flatMap(account -> account.signs().stream())
                            .anyMatch(sign -> sign.kind().equals("bad"));
        }
    }

    All look() {
        var backlog = outbox.backlog();
        var marks = coverage.marks();
        var accounts = new ArrayList<AccountView>();
        for (var connection : connections.all()) {
            var through = marks.stream()
                    .filter(mark -> mark.connectionId().equals(connection.id()))
                    .map(Coverage.Mark::through)
                    .findFirst()
                    .orElse(null);
            accounts.add(account(connection, through));
        }
        var signs = Stream.concat(Stream.of(kafka(backlog)), HookSign.of(hooks.all()).stream())
                .toList();
        return new All(backlog, signs, accounts);
    }

    private AccountView account(Connections.Ref connection, @Nullable Instant through) {
        var unrepaired = gaps.unrepaired(connection.id());
        var budget = budgets.today(connection.companyId());
        var signs = List.of(
                access(connections.state(connection.id())),
                webhooks(registrations.of(connection.id())),
                completeness(through, unrepaired),
                tokens(budget.background(), budget.cap()));
        return new AccountView(
                name(connection),
                signs,
                through,
                unrepaired.size(),
                budget.background(),
                budget.cap(),
                budget.resetsAt());
    }

    private static String name(Connections.Ref connection) {
        var domain = connection.account().companyDomain();
        return domain == null ? "Company " + connection.companyId() : domain;
    }

    private static Sign kafka(Backlog backlog) {
        if (backlog.size() == 0) {
            return new Sign("Kafka", "ok", "up to date", "Every stored event is in Kafka.", null);
        }
        var age = age(Duration.ofMillis((long) (backlog.oldestAgeSeconds() * 1000)));
        var isLate = backlog.oldestAgeSeconds() > LATE_SECONDS;
        return new Sign(
                "Kafka",
                isLate ? "bad" : "ok",
                backlog.size() + " waiting",
                isLate
                        ? "The oldest has waited for " + age
                                + ". Look whether Kafka answers; nothing is lost meanwhile."
                        : "They are on their way; the oldest came " + age + " ago.",
                "/console/events?state=pending");
    }

    private static Sign access(ConnectionState state) {
        return switch (state) {
            case ACTIVE -> new Sign("Access", "ok", "accepted", "Pipedrive accepts our credentials.", null);
            case CONSENT_REVOKED ->
                new Sign("Access", "bad", "consent revoked", "An admin of the account has to consent again.", null);
            case CONSENT_EXPIRED ->
                new Sign("Access", "bad", "consent lapsed", "It was not used for 60 days. Consent again.", null);
            case TOKEN_REFUSED ->
                new Sign("Access", "bad", "token refused", "It is wrong or was replaced. Enter the current one.", null);
            case ACCOUNT_CLOSED ->
                new Sign("Access", "bad", "account closed", "Pipedrive says that it is closed or not paid.", null);
            case BLOCKED ->
                new Sign(
                        "Access",
                        "warn",
                        "held off",
                        "Pipedrive's firewall refuses our calls; we wait and try again.",
                        null);
        };
    }

    private static Sign webhooks(Registrations.Page page) {
        if (page.data().isEmpty()) {
            return new Sign(
                    "Webhooks",
                    "warn",
                    "none",
                    "Nothing is subscribed to, so nothing is heard at once. Add a subscription.",
                    null);
        }
        var worst = page.data().stream()
                .filter(one -> one.health() == page.health())
                .findFirst()
                .orElseThrow();
        var well = page.health().isWell();
        var words = words(page.health());
        var reason = worst.reason();
        return new Sign(
                "Webhooks",
                page.health() == Health.HEALTHY ? "ok" : well ? "info" : "bad",
                words,
                page.health() == Health.HEALTHY
                        ? page.data().size() + " registered; one that is lost is registered anew within "
                                + age(Duration.ofSeconds(page.repairedWithinSeconds())) + '.'
                        : worst.event() + ": " + (reason == null ? meaning(page.health()) : reason),
                null);
    }

    private static String words(Health health) {
        return switch (health) {
            case HEALTHY -> "healthy";
            case SILENT -> "quiet";
            case SUSPECT -> "not heard";
            case BANNED -> "banned";
            case MISSING -> "missing";
            case UNAUTHORISED -> "refused";
        };
    }

    private static String meaning(Health health) {
        return switch (health) {
            case HEALTHY -> "Deliveries come.";
            case SILENT -> "Nothing was heard for long, and nothing says that there was anything.";
            case SUSPECT -> "Polling found what it should have told; it is being checked.";
            case BANNED -> "Pipedrive sends nothing for 30 minutes after ten failures; polling fills in.";
            case MISSING -> "Pipedrive does not have it; it is being registered anew, and polling fills in.";
            case UNAUTHORISED -> "Pipedrive refuses our credentials or their user's rights. Check both.";
        };
    }

    private Sign completeness(@Nullable Instant through, List<Gap> unrepaired) {
        if (through == null) {
            return new Sign("Complete", "info", "not yet known", "Polling has not been through once.", null);
        }
        var behind = Duration.between(through, clock.instant());
        if (!unrepaired.isEmpty()) {
            return new Sign(
                    "Complete",
                    "warn",
                    unrepaired.size() == 1 ? "1 gap" : unrepaired.size() + " gaps",
                    "Something was missed and is being repaired: "
                            + unrepaired.getFirst().detail(),
                    null);
        }
        return behind.compareTo(BEHIND) > 0
                ? new Sign("Complete", "warn", "behind", "Everything is known up to " + age(behind) + " ago.", null)
                : new Sign("Complete", "ok", "no gaps", "Everything is known up to " + age(behind) + " ago.", null);
    }

    private static Sign tokens(long spent, long cap) {
        var share = cap == 0 ? 1 : (double) spent / cap;
        var words = String.format(Locale.ENGLISH, "%,d of %,d", spent, cap);
        return share >= 1
                ? new Sign(
                        "Tokens",
                        "warn",
                        words,
                        "Our share of today's is spent; polling rests until Pipedrive's midnight.",
                        null)
                : new Sign(
                        "Tokens",
                        "ok",
                        words,
                        "Of the account's tokens of today, what our background work may use.",
                        null);
    }

    static String age(Duration age) {
        var seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? seconds / 60 + " min"
                : seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }
}
