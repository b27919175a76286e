package io.pipestream.console;

import io.pipestream.journal.Decision;
import io.pipestream.journal.QuarantineFilter;
import io.quarkus.qute.TemplateExtension;

/** How quarantine is told of. */
@TemplateExtension
final class QuarantineWords {

    private QuarantineWords() {}

    static String words(QuarantineFilter.State state) {
        return switch (state) {
            case OPEN -> "waits for you";
            case RERUN -> "read again";
            case DISCARDED -> "discarded";
        };
    }

    static String kind(QuarantineFilter.State state) {
        return switch (state) {
            case OPEN -> "warn";
            case RERUN -> "ok";
            case DISCARDED -> "off";
        };
    }

    static boolean open(QuarantineFilter.State state) {
        return state == QuarantineFilter.State.OPEN;
    }

    static String words(Decision.Outcome outcome) {
        return switch (outcome) {
            case STORED -> "understood: there is an event of it now";
            case DUPLICATE -> "understood: its event was stored before";
            case REJECTED -> "not understood this time either";
            case DISCARDED -> "discarded";
        };
    }
}
