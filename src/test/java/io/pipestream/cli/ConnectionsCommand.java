package io.pipestream.cli;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./pipestream connections}. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        description = "The Pipedrive accounts that are listened to.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConnectionsCommand.Lister.class, ConnectionsCommand.Tester.class})
final class ConnectionsCommand {

    private static final List<Column> COLUMNS = List.of(
            Column.of("COMPANY", "company_id"),
            Column.of("DOMAIN", "company_domain"),
            Column.of("NAME", "company_name"),
            Column.of("AUTH", "auth"),
            Column.of("STATE", "state"),
            Column.of("REASON", "state_reason"),
            Column.of("ID", "id"));

    private static final List<Column> TESTED = List.of(
            Column.of("COMPANY", "company_id"), Column.of("DOMAIN", "company_domain"), Column.of("USER", "user_id"));

    static List<JsonNode> all(Api api) {
        return api.get("/api/connections").path("data").valueStream().toList();
    }

    @Command(
            name = "list",
            description = "Every connection and whether it can be used.",
            footer = {"", "Example:", "  ./pipestream connections list"})
    static final class Lister extends Verb {

        @Override
        public Integer call() {
            output().rows(all(api()), COLUMNS, "No account is connected: set PIPEDRIVE_API_TOKEN and restart.");
            return Exit.OK;
        }
    }

    @Command(
            name = "test",
            description = "Asks Pipedrive whether the credentials work; costs 2 of the day's tokens.",
            footer = {"", "Example:", "  ./pipestream connections test"})
    static final class Tester extends Verb {

        @Parameters(
                arity = "0..1",
                paramLabel = "CONNECTION",
                description = "Its id, company or domain; the only one by default.")
        private @Nullable String connection;

        @Override
        public Integer call() {
            var api = api();
            var id = Chosen.connection(all(api), connection);
            output().rows(List.of(api.post("/api/connections/" + id + "/test", null)), TESTED, "");
            return Exit.OK;
        }
    }
}
