package io.pipestream.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./pipestream events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "What happened: stored events, and what happens, live.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EventsCommand.Lister.class, EventsCommand.Shower.class, TailCommand.class})
final class EventsCommand {

    static final List<Column> COLUMNS = List.of(
            Column.of("RECEIVED", "received_at"),
            Column.of("SUBJECT", "subject"),
            new Column("EVENT", row -> Column.text(row, "type").replace("com.pipedrive.", "")),
            Column.of("STATE", "state"),
            Column.of("SOURCE", "source"),
            Column.of("PARTITION", "partition"),
            Column.of("OFFSET", "offset"),
            Column.of("ID", "id"));

    @Command(
            name = "list",
            description = "Stored events, newest first.",
            footer = {
                "",
                "Examples:",
                "  ./pipestream events list --object deal --action added --from 2h",
                "  ./pipestream events list --state failed --json | jq -r .problem",
                "  ./pipestream events list --filter source=backfill --limit 5000"
            })
    static final class Lister extends PagedVerb {

        @Mixin
        private Selection selection = new Selection();

        @Option(names = "--state", paramLabel = "S", description = "pending, published or failed")
        private @Nullable String state;

        @Option(names = "--text", paramLabel = "TEXT", description = "Somewhere in the record.")
        private @Nullable String text;

        @Option(
                names = "--where",
                paramLabel = "JSONPATH",
                description = "True of the record, for example '$.object.value > 1000'.")
        private @Nullable String where;

        @Option(
                names = "--filter",
                paramLabel = "NAME=VALUE",
                description = "Any other parameter of GET /api/events; may be repeated.")
        private Map<String, String> filters = new LinkedHashMap<>();

        @Override
        public Integer call() {
            var query = selection.query().with("state", state).with("q", text).with("where", where);
            filters.forEach(query::with);
            return show("/api/events", query, COLUMNS, "No event passes.");
        }
    }

    @Command(
            name = "show",
            description = "One event, whole, as JSON.",
            footer = {
                "",
                "Examples:",
                "  ./pipestream events show b3ee2bec-8251-511b-834e-d887fc166dfc",
                "  ./pipestream events show b3ee2bec-8251-511b-834e-d887fc166dfc --timeline"
            })
    static final class Shower extends Verb {

        @Parameters(paramLabel = "ID", description = "Its id, as consumers see it in ce_id.")
        private String id = "";

        @Option(names = "--timeline", description = "What became of it instead: received, seen again, published.")
        private boolean timeline;

        @Override
        public Integer call() {
            var found = api().get("/api/events/" + Segment.of(id) + (timeline ? "/timeline" : ""));
            output().whole(found);
            return Exit.OK;
        }
    }
}
