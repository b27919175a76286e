package io.pipestream.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The door of this package: the verbs by their names, and how one that fails ends. */
public final class Cli {

    private Cli() {}

    /** The command of a name; null if it is none of these. Only what is asked for is loaded. */
    public static @Nullable Object command(String name) {
        return switch (name) {
            case "events" -> new EventsCommand();
            case "replay" -> new ReplayCommand();
            case "quarantine" -> new QuarantineCommand();
            case "hooks" -> new HooksCommand();
            case "subscriptions" -> new SubscriptionsCommand();
            case "connections" -> new ConnectionsCommand();
            case "gaps" -> new GapsCommand();
            case "doctor" -> new DoctorCommand();
            case "triggers" -> new TriggersCommand();
            case "trigger" -> new TriggerCommand();
            default -> null;
        };
    }

    /** Says in words what went wrong, and returns the exit code; throws what is a bug of ours. */
    public static int failed(Exception failure, CommandLine command) throws Exception {
        if (!(failure instanceof CliException ended)) {
            throw failure;
        }
        var err = command.getErr();
        var label = Ansi.AUTO.enabled()
                ? Ansi.Style.bold.on() + Ansi.Style.fg_red.on() + "error:" + Ansi.Style.reset.on()
                : "error:";
        err.println(label + ' ' + Output.clean(String.valueOf(ended.getMessage())));
        ended.hints().forEach(hint -> err.println("  " + Output.clean(hint)));
        err.flush();
        return ended.exitCode();
    }
}
