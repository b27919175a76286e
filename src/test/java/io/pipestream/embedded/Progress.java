package io.pipestream.embedded;

import java.nio.file.Path;
import java.util.Locale;

import picocli.CommandLine.Help.Ansi;

/** What the person at the terminal sees; coloured only where picocli finds a terminal. */
final class Progress {

    private final long begin = System.nanoTime();
    private volatile boolean keyShown;

    /**
     * Says that something is ready and how long it took.
     *
     * @param since {@link System#nanoTime} at its start
     */
    void ready(String name, String where, long since) {
        say(String.format(Locale.ROOT, "  @|bold %-9s|@ @|green ready|@ %6.1f s   %s", name, seconds(since), where));
    }

    /** Shows a key that was just made, this once. */
    void newKey(String key, Path file) {
        show("  New admin key: " + key + "\n  It is kept in " + file + " and not shown again.");
        keyShown = true;
    }

    /** Says where everything is and what to try next. The console's address has the key in it where that is shown anyway. */
    void summary(RunFile where, DataFolder folder, boolean ownAdminKey) {
        say(String.format(Locale.ROOT, "@|bold,green Pipestream is running|@ (%.1f s)", seconds(begin)));
        show("");
        row("console", keyShown ? where.console() : where.console().replaceFirst("/enter#.*", ""));
        var sandbox = where.sandbox();
        row("sandbox", sandbox == null ? "none: a real Pipedrive account is served" : sandbox);
        row("kafka", where.kafka());
        row("postgres", where.postgres().url());
        row("data", folder.path() + "   (logs in " + folder.path().resolve("logs") + ")");
        row("admin key", ownAdminKey ? "yours, from PIPESTREAM_ACCESS_ADMIN_KEY" : "in " + folder.adminKeyFile());
        show("");
        var data = folder.path().equals(Launcher.DATA) ? "" : " --data '" + folder.path() + "'";
        show("Try, in another terminal:");
        show("  ./pipestream consume pipedrive.deal.added --max 1" + data);
        show("  curl -H \"Authorization: Bearer $(./pipestream key" + data + ")\" " + where.service() + "/api/events");
        show("Ctrl-C stops everything.");
    }

    /** One line as it is. */
    synchronized void show(String line) {
        System.out.println(line);
    }

    private synchronized void say(String markup) {
        System.out.println(Ansi.AUTO.string(markup));
    }

    private void row(String name, String value) {
        say(String.format(Locale.ROOT, "  @|bold %-10s|@ ", name) + value);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
