package io.pipestream.cli;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Follows a replay to its end, with a bar on standard error if that is a terminal. */
final class ReplayWait {

    private static final long PAUSE_MILLIS = 500;

    private static final Set<String> OVER = Set.of("done", "cancelled", "failed");

    private static final int WIDTH = 30;

    private final Api api;
    private final Verb verb;
    private final boolean isTerminal = Boolean.getBoolean("pipestream.terminal");

    ReplayWait(Api api, Verb verb) {
        this.api = api;
        this.verb = verb;
    }

    /** Returns the exit code; a replay that somebody pauses is waited for no longer. */
    int until(JsonNode begun) throws InterruptedException {
        var replay = begun;
        while (!OVER.contains(state(replay)) && !state(replay).equals("paused")) {
            bar(replay);
            Thread.sleep(PAUSE_MILLIS);
            replay = api.get(ReplayCommand.path(Column.text(begun, "id")));
        }
        bar(replay);
        if (isTerminal) {
            System.err.println();
        }
        ReplayText.show(verb.output(), replay);
        return state(replay).equals("done") ? Exit.OK : Exit.PROBLEM;
    }

    private void bar(JsonNode replay) {
        if (!isTerminal) {
            return;
        }
        var progress = replay.path("progress");
        var of = Math.max(1, progress.path("of").asLong());
        var filled = (int) Math.min(WIDTH, WIDTH * progress.path("sent").asLong() / of);
        System.err.print("\r[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] "
                + Output.clean(state(replay) + ' ' + ReplayText.progress(replay)) + "   ");
        System.err.flush();
    }

    private static String state(JsonNode replay) {
        return Column.text(replay, "state");
    }
}
