package io.pipestream.cli;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./pipestream replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Publishes stored events again, on purpose and marked with ce_replayid.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ReplayCommand.Planner.class,
            ReplayCommand.Runner.class,
            ReplayCommand.Lister.class,
            ReplayCommand.Status.class,
            ReplayCommand.Pauser.class,
            ReplayCommand.Resumer.class,
            ReplayCommand.Canceller.class
        })
final class ReplayCommand {

    static final String PATH = "/api/replays";

    private static final List<Column> COLUMNS = List.of(
            Column.of("CREATED", "created_at"),
            Column.of("STATE", "state"),
            Column.of("SENT", "progress.sent"),
            Column.of("OF", "progress.of"),
            Column.of("ASKED BY", "asked_by"),
            Column.of("REASON", "reason"),
            Column.of("ID", "id"));

    @Command(
            name = "plan",
            description = "Says what a replay would send, and keeps the plan to be run.",
            footer = {
                "",
                "Examples:",
                "  ./pipestream replay plan --object deal --from 7d --reason 'the CRM mirror lost a day'",
                "  ./pipestream replay plan --object deal --as-of 2026-03-01T00:00:00Z --topic deals.march --reason audit"
            })
    static final class Planner extends Verb {

        @Mixin
        private ReplayRequest request = new ReplayRequest();

        @Override
        public Integer call() {
            var replay = api().post(PATH, request.json(this, false));
            ReplayText.show(output(), replay);
            if (!output().json()) {
                output().line("Run it: ./pipestream replay run " + Column.text(replay, "id"));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "run",
            description =
                    "Runs a plan, or plans and runs at once, and waits for the end. Ctrl-C ends the waiting only.",
            footer = {
                "",
                "Examples:",
                "  ./pipestream replay run 0199c3a4-...",
                "  ./pipestream replay run --id b3ee2bec-... --reason 'consumer had a bug' --no-wait"
            })
    static final class Runner extends Verb {

        @Parameters(arity = "0..1", paramLabel = "REPLAY", description = "Id of a plan.")
        private @Nullable String id;

        @Mixin
        private ReplayRequest request = new ReplayRequest();

        @Option(names = "--no-wait", description = "Return at once.")
        private boolean noWait;

        @Override
        public Integer call() throws InterruptedException {
            if ((id == null) == request.isEmpty()) {
                throw badParameter("give the id of a plan, or what to replay, and not both");
            }
            var api = api();
            var replay = id == null ? api.post(PATH, request.json(this, true)) : api.post(path(id) + "/run", null);
            return noWait ? shown(output(), replay) : new ReplayWait(api, this).until(replay);
        }
    }

    @Command(
            name = "list",
            description = "Replays, newest first.",
            footer = {"", "Example:", "  ./pipestream replay list"})
    static final class Lister extends PagedVerb {

        @Override
        public Integer call() {
            return show(PATH, new Query(), COLUMNS, "No replay was ever asked for.");
        }
    }

    /** A verb on one replay. */
    abstract static class OfReplay extends Verb {

        @Parameters(paramLabel = "REPLAY", description = "Its id.")
        private String id = "";

        final Integer tell(String verb) {
            return shown(output(), api().post(path(id) + '/' + verb, null));
        }

        final String id() {
            return id;
        }
    }

    @Command(
            name = "status",
            description = "How far a replay is.",
            footer = {
                "",
                "Examples:",
                "  ./pipestream replay status 0199c3a4-...",
                "  ./pipestream replay status 0199c3a4-... --wait"
            })
    static final class Status extends OfReplay {

        @Option(names = "--wait", description = "Wait for its end.")
        private boolean wait;

        @Override
        public Integer call() throws InterruptedException {
            var api = api();
            var replay = api.get(path(id()));
            return wait ? new ReplayWait(api, this).until(replay) : shown(output(), replay);
        }
    }

    @Command(
            name = "pause",
            description = "Stops a replay where it is, within a second.",
            footer = {"", "Example:", "  ./pipestream replay pause 0199c3a4-..."})
    static final class Pauser extends OfReplay {

        @Override
        public Integer call() {
            return tell("pause");
        }
    }

    @Command(
            name = "resume",
            description = "Lets a paused replay go on.",
            footer = {"", "Example:", "  ./pipestream replay resume 0199c3a4-..."})
    static final class Resumer extends OfReplay {

        @Override
        public Integer call() {
            return tell("resume");
        }
    }

    @Command(
            name = "cancel",
            description = "Ends a replay for good; what was sent stays sent.",
            footer = {"", "Example:", "  ./pipestream replay cancel 0199c3a4-..."})
    static final class Canceller extends OfReplay {

        @Override
        public Integer call() {
            return tell("cancel");
        }
    }

    static String path(String id) {
        return PATH + '/' + Segment.of(id);
    }

    private static Integer shown(Output output, JsonNode replay) {
        ReplayText.show(output, replay);
        return Exit.OK;
    }
}
