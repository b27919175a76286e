package io.pipestream.console;

import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Gap;
import io.pipestream.poll.Backfill;
import io.quarkus.qute.TemplateExtension;

/** How gaps and backfills are told of. */
@TemplateExtension
final class GapWords {

    private GapWords() {}

    static String words(Cause cause) {
        return switch (cause) {
            case DOWNTIME -> "this service did not run";
            case BANNED -> "Pipedrive had banned the webhook";
            case MISSING -> "the webhook was gone, or not as it should be";
            case UNAUTHORISED -> "Pipedrive refused our credentials";
            case SILENT -> "the webhook told nothing of what polling found";
            case REFUSED -> "we could not take deliveries";
        };
    }

    static String words(Gap.State state) {
        return switch (state) {
            case BLIND -> "goes on";
            case OPEN -> "waits for its repair";
            case CLOSED -> "repaired";
        };
    }

    static String kind(Gap.State state) {
        return switch (state) {
            case BLIND -> "bad";
            case OPEN -> "warn";
            case CLOSED -> "ok";
        };
    }

    static String words(Backfill.State state) {
        return switch (state) {
            case QUEUED -> "waits for its turn";
            case RUNNING -> "running";
            case WAITING -> "waiting, goes on by itself";
            case DONE -> "done";
            case CANCELLED -> "cancelled";
            case FAILED -> "failed";
        };
    }

    static String kind(Backfill.State state) {
        return switch (state) {
            case QUEUED, RUNNING -> "info";
            case WAITING -> "warn";
            case DONE -> "ok";
            case CANCELLED -> "off";
            case FAILED -> "bad";
        };
    }

    static boolean moving(Backfill.State state) {
        return state == Backfill.State.QUEUED || state == Backfill.State.RUNNING || state == Backfill.State.WAITING;
    }
}
