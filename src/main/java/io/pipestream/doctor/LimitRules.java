package io.pipestream.doctor;

import java.time.Duration;

import io.pipestream.platform.CheckResult;

/** Limits that only hold together, or together with what Pipedrive does. */
final class LimitRules {

    /** Pipedrive takes no answer after this; four seconds and two for Kafka are what spooling takes. */
    private static final Duration SPOOLED_WITHIN = Duration.ofSeconds(6);

    private static final Duration PIPEDRIVE_WAITS = Duration.ofSeconds(10);

    /** After which Pipedrive's third retry has come. */
    private static final Duration LAST_RETRY = Duration.ofSeconds(183);

    /** How far Recents reaches back; a month may be February. */
    private static final Duration RECENTS = Duration.ofDays(28);

    private static final Duration REAL_BAN = Duration.ofMinutes(30);

    /** With headers; see the spool's topic. */
    private static final long SPOOLED_SIZE = 16L * 1024 * 1024;

    private LimitRules() {}

    static CheckResult patience(Settings settings) {
        var name = "settings.patience";
        var patience = settings.duration("pipestream.journal.patience");
        var found = "A delivery may wait " + patience.toMillis() + " ms for its commit.";
        return patience.plus(SPOOLED_WITHIN).compareTo(PIPEDRIVE_WAITS) < 0
                ? CheckResult.ok(name, found)
                : CheckResult.fail(
                        name,
                        found + " With 6 s to spool it, Pipedrive's 10 s have passed and it counts a failure.",
                        "Set pipestream.journal.patience below 4s; the default is 2500ms.");
    }

    static CheckResult grace(Settings settings) {
        var name = "settings.grace";
        var grace = settings.duration("pipestream.poll.grace");
        var found = "A change counts as missed after " + grace.toSeconds() + " s.";
        return grace.compareTo(LAST_RETRY) > 0 || !settings.isReal()
                ? CheckResult.ok(name, found)
                : CheckResult.fail(
                        name,
                        found + " Pipedrive's last retry comes after 183 s: webhooks that work are called suspect.",
                        "Set pipestream.poll.grace above 183s; the default is 4m.");
    }

    static CheckResult horizon(Settings settings) {
        var name = "settings.horizon";
        var horizon = settings.duration("pipestream.poll.horizon");
        var found = "Recents is trusted " + horizon.toDays() + " days back.";
        return horizon.compareTo(RECENTS) < 0
                ? CheckResult.ok(name, found)
                : CheckResult.fail(
                        name,
                        found + " Pipedrive forgets after a month: what is older would be taken for complete.",
                        "Set pipestream.poll.horizon below 28d; the default is 27d.");
    }

    static CheckResult share(Settings settings) {
        var name = "settings.background-share";
        var share = settings.share("pipestream.pipedrive.background-share");
        return share > 0
                ? CheckResult.ok(name, "Background work may use " + Math.round(share * 100) + " % of the day's tokens.")
                : CheckResult.fail(
                        name,
                        "Background work may use no tokens: lost webhooks are not noticed and gaps not repaired.",
                        "Set pipestream.pipedrive.background-share to 0.10, the default, or what the customer allows.");
    }

    static CheckResult ban(Settings settings) {
        var name = "settings.ban-duration";
        var ban = settings.duration("pipestream.pipedrive.ban-duration");
        return !settings.isReal() || ban.equals(REAL_BAN)
                ? CheckResult.ok(name, "A ban is taken to last " + ban.toSeconds() + " s.")
                : CheckResult.fail(
                        name,
                        "A ban is taken to last " + ban.toSeconds() + " s, and Pipedrive's lasts 30 minutes.",
                        "Unset pipestream.pipedrive.ban-duration: it is for a sandbox only.");
    }

    static CheckResult journalConnections(Settings settings) {
        var name = "settings.journal-connections";
        var connections = settings.number("quarkus.datasource.journal.jdbc.max-size");
        var shards = settings.number("pipestream.publish.shards");
        var found = connections + " connections for the writer and " + shards + " shards.";
        return connections >= shards + 2
                ? CheckResult.ok(name, found)
                : CheckResult.fail(
                        name,
                        found + " The relay can keep the writer from its connection, and deliveries are spooled.",
                        "Set quarkus.datasource.journal.jdbc.max-size to " + (shards + 2) + " or more.");
    }

    static CheckResult bodySize(Settings settings) {
        var name = "settings.max-body-size";
        var server = settings.bytes("quarkus.http.limits.max-body-size");
        var ours = settings.bytes("pipestream.ingest.max-body-size");
        return server > ours
                ? CheckResult.ok(name, "Deliveries of " + ours + " bytes are taken.")
                : CheckResult.fail(
                        name,
                        "The server refuses bodies over " + server + " bytes, and deliveries may have " + ours
                                + ": large ones are refused without being counted.",
                        "Set quarkus.http.limits.max-body-size above pipestream.ingest.max-body-size.");
    }

    static CheckResult spooledSize(Settings settings) {
        var name = "settings.spooled-size";
        var ours = settings.bytes("pipestream.ingest.max-body-size");
        return ours < SPOOLED_SIZE
                ? CheckResult.ok(name, "The largest delivery fits into the spool.")
                : CheckResult.fail(
                        name,
                        "Deliveries may have " + ours + " bytes, and the spool takes " + SPOOLED_SIZE
                                + " at most: a large one cannot be kept while Postgres is away.",
                        "Set pipestream.ingest.max-body-size below 16M; the default is 10M.");
    }
}
