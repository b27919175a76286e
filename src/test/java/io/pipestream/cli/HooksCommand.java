package io.pipestream.cli;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./pipestream hooks}. */
@Command(
        name = "hooks",
        mixinStandardHelpOptions = true,
        description = "Endpoints of workflows that triggers are pushed to.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            HooksCommand.Lister.class,
            HooksCommand.Adder.class,
            HooksCommand.Shower.class,
            HooksCommand.Tester.class,
            HooksCommand.Disabler.class,
            HooksCommand.Enabler.class,
            HooksCommand.Remover.class,
            HooksCommand.Deliveries.class,
            HooksCommand.Redeliverer.class
        })
final class HooksCommand {

    private static final String PATH = "/api/hooks";

    private static final List<Column> COLUMNS = List.of(
            Column.of("NAME", "name"),
            Column.of("STATE", "state"),
            Column.of("TRIGGER", "trigger"),
            Column.of("WAITING", "waiting"),
            Column.of("FAILURES", "consecutive_failures"),
            Column.of("REASON", "reason"),
            Column.of("ID", "id"));

    private static final List<Column> OF_DELIVERIES = List.of(
            Column.of("CREATED", "created_at"),
            Column.of("STATE", "state"),
            Column.of("KEY", "key"),
            Column.of("NEXT ATTEMPT", "next_attempt_at"),
            Column.of("EVENT", "event_id"),
            Column.of("ID", "id"));

    @Command(
            name = "list",
            description = "All hooks and how they are doing.",
            footer = {"", "Example:", "  ./pipestream hooks list"})
    static final class Lister extends PagedVerb {

        @Override
        public Integer call() {
            return show(PATH, new Query(), COLUMNS, "There is no hook.");
        }
    }

    @Command(
            name = "add",
            description = "Pushes a trigger to a URL from now on. Shows the secret that signs, this once.",
            footer = {
                "",
                "Examples:",
                "  ./pipestream hooks add https://flows.example.com/deals --trigger PIPEDRIVE_NEW_DEAL_TRIGGER",
                "  ./pipestream hooks add http://127.0.0.1:5678/webhook/x --trigger PIPEDRIVE_NEW_NOTE_TRIGGER --content event"
            })
    static final class Adder extends Verb {

        @Parameters(paramLabel = "URL", description = "Where the calls go.")
        private String url = "";

        @Option(names = "--trigger", required = true, paramLabel = "SLUG", description = "What is pushed.")
        private String trigger = "";

        @Option(names = "--filter", paramLabel = "CEL", description = "Only events that pass this expression.")
        private @Nullable String filter;

        @Option(
                names = "--content",
                paramLabel = "C",
                description = "payload: the trigger's fields alone; event: everything (default: payload).")
        private @Nullable String content;

        @Option(names = "--ordered", description = "A record's next event waits for the one before.")
        private boolean ordered;

        @Option(
                names = "--concurrency",
                paramLabel = "N",
                description = "Calls at once, of each instance, 1 to 50 (default: 8).")
        private @Nullable Integer concurrency;

        @Option(
                names = "--rate",
                paramLabel = "N",
                description = "Calls a second, of each instance (default: no limit).")
        private @Nullable Integer rate;

        @Option(names = "--name", paramLabel = "TEXT", description = "For people.")
        private @Nullable String name;

        @Override
        public Integer call() {
            var json = Api.JSON
                    .createObjectNode()
                    .put("url", url)
                    .put("trigger", trigger)
                    .put("filter", filter)
                    .put("content", content)
                    .put("ordered", ordered)
                    .put("concurrency", concurrency)
                    .put("rate", rate)
                    .put("name", name);
            return shown(output(), api().post(PATH, json));
        }
    }

    /** A verb on one hook. */
    abstract static class OfHook extends Verb {

        @Parameters(index = "0", paramLabel = "HOOK", description = "Its id.")
        private String id = "";

        final String path() {
            return PATH + '/' + Segment.of(id);
        }
    }

    @Command(
            name = "show",
            description = "One hook.",
            footer = {"", "Example:", "  ./pipestream hooks show 0199c3a4-..."})
    static final class Shower extends OfHook {

        @Override
        public Integer call() {
            return shown(output(), api().get(path()));
        }
    }

    @Command(
            name = "test",
            description = "Sends a marked sample now. Ends with 1 if the endpoint does not take it.",
            footer = {"", "Example:", "  ./pipestream hooks test 0199c3a4-..."})
    static final class Tester extends OfHook {

        @Override
        public Integer call() {
            var result = api().post(path() + "/test", null);
            output().whole(result);
            return result.path("accepted").asBoolean() ? Exit.OK : Exit.PROBLEM;
        }
    }

    @Command(
            name = "disable",
            description = "Calls it no more. What waits stays.",
            footer = {"", "Example:", "  ./pipestream hooks disable 0199c3a4-... --reason 'they are moving'"})
    static final class Disabler extends OfHook {

        @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with it.")
        private @Nullable String reason;

        @Override
        public Integer call() {
            var body = Api.JSON.createObjectNode().put("reason", reason);
            return shown(output(), api().post(path() + "/disable", body));
        }
    }

    @Command(
            name = "enable",
            description = "Goes on with what waits and what happens from now on.",
            footer = {"", "Example:", "  ./pipestream hooks enable 0199c3a4-..."})
    static final class Enabler extends OfHook {

        @Override
        public Integer call() {
            return shown(output(), api().post(path() + "/enable", null));
        }
    }

    @Command(
            name = "remove",
            description = "Removes it, and what was to be sent to it.",
            footer = {"", "Example:", "  ./pipestream hooks remove 0199c3a4-..."})
    static final class Remover extends OfHook {

        @Override
        public Integer call() {
            api().delete(path());
            if (!output().json()) {
                output().line("Removed.");
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "deliveries",
            description = "What it was sent, newest first. With --json each has its attempts.",
            footer = {"", "Example:", "  ./pipestream hooks deliveries 0199c3a4-... --state given_up"})
    static final class Deliveries extends PagedVerb {

        @Parameters(paramLabel = "HOOK", description = "Its id.")
        private String id = "";

        @Option(names = "--state", paramLabel = "S", description = "pending, delivered or given_up")
        private @Nullable String state;

        @Override
        public Integer call() {
            return show(
                    PATH + '/' + Segment.of(id) + "/deliveries",
                    new Query().with("state", state),
                    OF_DELIVERIES,
                    "Nothing was to be sent yet.");
        }
    }

    @Command(
            name = "redeliver",
            description = "Sends a delivery again, whatever became of it.",
            footer = {"", "Example:", "  ./pipestream hooks redeliver 0199c3a4-... 1742"})
    static final class Redeliverer extends OfHook {

        @Parameters(index = "1", paramLabel = "DELIVERY", description = "As the list of deliveries has it.")
        private String delivery = "";

        @Override
        public Integer call() {
            return shown(output(), api().post(path() + "/deliveries/" + Segment.of(delivery) + "/redeliver", null));
        }
    }

    private static Integer shown(Output output, JsonNode hook) {
        output.whole(hook);
        return Exit.OK;
    }
}
