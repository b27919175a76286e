package io.pipestream.console;

import java.util.ArrayList;
import java.util.List;

import io.pipestream.journal.EventSelection;
import io.pipestream.replay.Replay;
import io.pipestream.replay.Target;
import io.quarkus.qute.TemplateExtension;
import org.jspecify.annotations.Nullable;

/** How replays are told of: their states, their targets, which events they send. */
@TemplateExtension
final class ReplayWords {

    private ReplayWords() {}

    static String words(Replay.State state) {
        return switch (state) {
            case PLANNED -> "planned, nothing is sent yet";
            case RUNNING -> "running";
            case WAITING -> "waiting, goes on by itself";
            case PAUSED -> "paused";
            case DONE -> "done";
            case CANCELLED -> "cancelled";
            case FAILED -> "failed";
        };
    }

    static String kind(Replay.State state) {
        return switch (state) {
            case PLANNED, RUNNING -> "info";
            case WAITING, PAUSED -> "warn";
            case DONE -> "ok";
            case CANCELLED -> "off";
            case FAILED -> "bad";
        };
    }

    static boolean planned(Replay.State state) {
        return state == Replay.State.PLANNED;
    }

    static boolean paused(Replay.State state) {
        return state == Replay.State.PAUSED;
    }

    static boolean moving(Replay.State state) {
        return state == Replay.State.RUNNING || state == Replay.State.WAITING;
    }

    static boolean over(Replay.State state) {
        return state == Replay.State.DONE || state == Replay.State.CANCELLED || state == Replay.State.FAILED;
    }

    static String words(Target target) {
        return switch (target) {
            case Target.Original() -> "the topics they are of";
            case Target.Side(var topic) -> "the side topic " + topic;
            case Target.Hook(var unused) -> "a hook";
        };
    }

    /** Whether somebody hears again what he heard before. */
    static boolean shared(Target target) {
        return !(target instanceof Target.Side);
    }

    /** Which events, as one would say it. */
    static String words(EventSelection selection) {
        var words = new ArrayList<String>();
        if (!selection.ids().isEmpty()) {
            words.add(
                    selection.ids().size() == 1 ? "one event" : selection.ids().size() + " events by their ids");
        }
        add(words, "", selection.object());
        add(words, "", selection.action());
        add(words, "of record ", selection.recordId());
        add(words, "with trigger ", selection.trigger());
        add(words, "of company ", selection.companyId());
        add(words, "received from ", selection.from());
        add(words, "received before ", selection.until());
        return words.isEmpty() ? "every event" : String.join(" ", words);
    }

    private static void add(List<String> words, String before, @Nullable Object value) {
        if (value != null) {
            words.add(before + value);
        }
    }
}
