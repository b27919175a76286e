package io.pipestream.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.pipestream.doctor.PostgresRepository.Facts;
import io.pipestream.platform.CheckResult;

/**
 * How Postgres should be set up, judged by what it says of itself. Pure.
 *
 * @param ourTime when {@code facts} were taken, by our clock
 * @param ours    connections that an instance may open
 */
record PostgresRules(Facts facts, Instant ourTime, int ours) {

    /** The oldest major version that its makers still mend. */
    private static final int OLDEST = 14;

    /** What the order of spooled deliveries bears, see docs/operations.md. */
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(3);

    /** Written so by Postgres's own documentation where a commit is on the disk before it is confirmed. */
    private static final Set<String> WAITS_FOR_DISK = Set.of("on", "local", "remote_write", "remote_apply");

    List<CheckResult> results() {
        var results = new ArrayList<CheckResult>();
        results.add(CheckResult.ok(
                "postgres.reachable", "Postgres " + facts.version() + ", " + facts.bytes() / 1_000_000 + " MB."));
        results.add(version());
        results.add(encoding());
        results.addAll(durability());
        results.add(writable());
        results.add(isolation());
        results.add(autovacuum());
        results.add(connections());
        results.add(clock());
        return results;
    }

    private CheckResult version() {
        var name = "postgres.version";
        return facts.versionNumber() / 10_000 >= OLDEST
                ? CheckResult.ok(name, facts.version())
                : CheckResult.warn(
                        name,
                        facts.version() + " gets no corrections any more.",
                        "Upgrade to 15 or newer; 17 is tested most.");
    }

    private CheckResult encoding() {
        var name = "postgres.encoding";
        return facts.encoding().equals("UTF8")
                ? CheckResult.ok(name, "UTF8")
                : CheckResult.fail(
                        name,
                        "The database's encoding is " + facts.encoding()
                                + ": text that it cannot hold goes to quarantine.",
                        "Create a database with ENCODING 'UTF8' TEMPLATE template0, copy the data, and point QUARKUS_DATASOURCE_JDBC_URL there.");
    }

    private List<CheckResult> durability() {
        return List.of(
                WAITS_FOR_DISK.contains(facts.synchronousCommit())
                        ? CheckResult.ok("postgres.synchronous_commit", facts.synchronousCommit())
                        : CheckResult.fail(
                                "postgres.synchronous_commit",
                                "synchronous_commit is " + facts.synchronousCommit()
                                        + ": a crash loses deliveries that Pipedrive was told are kept.",
                                "Set synchronous_commit = on for the server, and remove it from the database's, the user's and the JDBC URL's own settings."),
                isOn("postgres.fsync", "fsync", facts.fsync(), "a power cut can destroy the database"),
                isOn(
                        "postgres.full_page_writes",
                        "full_page_writes",
                        facts.fullPageWrites(),
                        "a power cut can leave half-written pages"));
    }

    private static CheckResult isOn(String name, String setting, String value, String otherwise) {
        return value.equals("on")
                ? CheckResult.ok(name, value)
                : CheckResult.fail(
                        name,
                        setting + " is " + value + ": " + otherwise + '.',
                        "Set " + setting + " = on in postgresql.conf and reload.");
    }

    private CheckResult writable() {
        var name = "postgres.writable";
        return facts.isReadOnly()
                ? CheckResult.fail(
                        name,
                        "It takes no writes: a standby, or transactions are read-only by default.",
                        "Point QUARKUS_DATASOURCE_JDBC_URL at the primary (targetServerType=primary), and unset default_transaction_read_only.")
                : CheckResult.ok(name, "It takes writes.");
    }

    private CheckResult isolation() {
        var name = "postgres.isolation";
        return facts.isolation().equals("read committed")
                ? CheckResult.ok(name, facts.isolation())
                : CheckResult.fail(
                        name,
                        "default_transaction_isolation is " + facts.isolation()
                                + ": an append does not see what was committed while it waited for its lock.",
                        "Unset it for the server, the database and the user; the default is read committed.");
    }

    private CheckResult autovacuum() {
        var name = "postgres.autovacuum";
        return facts.autovacuum().equals("on")
                ? CheckResult.ok(name, facts.autovacuum())
                : CheckResult.fail(
                        name,
                        "autovacuum is off: the outbox grows and slows down with every event.",
                        "Set autovacuum = on in postgresql.conf and reload.");
    }

    private CheckResult connections() {
        var name = "postgres.connections";
        var found = facts.connections() + " of " + facts.maxConnections()
                + " connections are open; an instance opens up to " + ours + '.';
        return facts.maxConnections() - facts.connections() >= ours
                ? CheckResult.ok(name, found)
                : CheckResult.warn(
                        name,
                        found + " Another instance would not get all of its own.",
                        "Raise max_connections, or lower quarkus.datasource.jdbc.max-size, or close other clients.");
    }

    private CheckResult clock() {
        var offset = Duration.between(ourTime, facts.now());
        var found = "Postgres's clock differs from ours by " + offset.abs().toMillis() + " ms.";
        return offset.abs().compareTo(CLOCKS_MAY_DIFFER) <= 0
                ? CheckResult.ok("clock.postgres", found)
                : CheckResult.fail(
                        "clock.postgres",
                        found + " Times of receipt are wrong, and gaps may be misjudged.",
                        "Run a time service (chrony, systemd-timesyncd) on both machines.");
    }
}
