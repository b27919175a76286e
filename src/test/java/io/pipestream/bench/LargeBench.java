package io.pipestream.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.pipestream.bulk.BulkEvents;
import io.pipestream.bulk.Generator;
import io.pipestream.embedded.RunFile;
import io.pipestream.support.ManagementApi;
import org.awaitility.Awaitility;

/**
 * The same service twice, with an empty journal and with a large one: loaded in turns, so that whatever else the machine
 * does meets both; then what operators ask of the large one.
 */
final class LargeBench {

    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);

    private static final int ROUNDS = 4;

    private static final Duration SPAN = Duration.ofDays(365);

    /** A fill has a company of its own, or its records would be those of the one before. */
    private static final long FIRST_COMPANY = 9_100_000;

    private final RunFile empty;
    private final RunFile large;
    private final Duration window;
    private final int connections;
    private final Bodies bodies;
    private final PrintStream out;

    LargeBench(RunFile empty, RunFile large, Duration window, int connections, Bodies bodies, PrintStream out) {
        this.empty = empty;
        this.large = large;
        this.window = window;
        this.connections = connections;
        this.bodies = bodies;
        this.out = out;
    }

    LargeReport run(long events) throws IOException, SQLException {
        fill(events);
        var ofEmpty = Window.empty();
        var ofLarge = Window.empty();
        try (var load = new LoadGenerator(connections, bodies)) {
            load("warm-up", "empty", load, empty, WARM_UP);
            load("warm-up", "large", load, large, WARM_UP);
            for (int round = 1; round <= ROUNDS; round++) {
                // Who is first in a round may meet what the one before has left to be done.
                var isEmptyFirst = round % 2 == 1;
                if (isEmptyFirst) {
                    ofEmpty = ofEmpty.and(load("round " + round, "empty", load, empty, window));
                }
                ofLarge = ofLarge.and(load("round " + round, "large", load, large, window));
                if (!isEmptyFirst) {
                    ofEmpty = ofEmpty.and(load("round " + round, "empty", load, empty, window));
                }
            }
        }
        say("asking the large one");
        return new LargeReport(
                stored(), ofEmpty, ofLarge, new Questions(api(large)).ask(answer -> say(LargeReport.line(answer))));
    }

    /** What is there already, of an earlier run on the same folder, counts. */
    private void fill(long events) throws IOException, SQLException {
        var there = stored();
        if (there < events) {
            var begin = System.nanoTime();
            var company = Long.toString(FIRST_COMPANY + there);
            var missing = new BulkEvents(
                    company, there + 1, events - there, Clock.systemUTC().instant(), SPAN);
            var generator = new Generator(large.postgres());
            generator.generate(missing, done -> {
                if (done % 1_000_000 == 0 || done == missing.count()) {
                    say(String.format(
                            Locale.ROOT, "%,d events copied in %.0f s", done, (System.nanoTime() - begin) / 1e9));
                }
            });
            say("vacuum, which would otherwise come during the load");
            generator.vacuum();
        }
        Awaitility.await("all stretches are noted")
                .atMost(Duration.ofMinutes(30))
                .pollInterval(1, TimeUnit.SECONDS)
                .until(() -> number(
                                "SELECT (SELECT max(seq) / 2000 - 1 FROM event) - coalesce(max(number), -1) FROM event_summary")
                        <= 0);
    }

    private long stored() throws SQLException {
        return number("SELECT coalesce(max(seq), 0) FROM event");
    }

    private Window load(String phase, String name, LoadGenerator load, RunFile run, Duration duration) {
        var loaded = load.run(Target.newDeals(run), duration);
        say(String.format(
                Locale.ROOT,
                "%-8s %-6s %6.0f req/s  p50 %.1f ms  p99 %.1f ms  not 204: %d",
                phase,
                name,
                loaded.perSecond(),
                loaded.percentile(50),
                loaded.percentile(99),
                loaded.failed()));
        drain(run);
        return loaded;
    }

    private static void drain(RunFile run) {
        var api = api(run);
        Awaitility.await("the outbox is drained")
                .atMost(DRAIN_LIMIT)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() -> api.metric("pipestream_events_published_total", "")
                        >= api.metric("pipestream_events_stored_total", ""));
    }

    private static ManagementApi api(RunFile run) {
        return new ManagementApi(run.service(), run.adminKey());
    }

    private long number(String sql) throws SQLException {
        var postgres = large.postgres();
        try (var connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void say(String line) {
        out.println("  " + line);
    }
}
