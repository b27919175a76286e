package io.pipestream.cli;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./pipestream subscriptions}. */
@Command(
        name = "subscriptions",
        mixinStandardHelpOptions = true,
        description = "What is listened to, and the webhooks at Pipedrive that tell it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SubscriptionsCommand.Lister.class,
            SubscriptionsCommand.Adder.class,
            SubscriptionsCommand.Remover.class
        })
final class SubscriptionsCommand {

    private static final List<Column> COLUMNS = List.of(
            Column.of("EVENT", "event"),
            Column.of("WEBHOOK", "webhook_version"),
            Column.of("STATE", "state"),
            Column.of("AT PIPEDRIVE", "webhook_id"),
            Column.of("PROBLEM", "problem"),
            Column.of("ID", "id"));

    /** A verb on one connection. */
    abstract static class OfConnection extends Verb {

        @Option(
                names = "--connection",
                paramLabel = "C",
                description = "Its id, company or domain; the only one by default.")
        private @Nullable String connection;

        final String path(Api api) {
            var id = Chosen.connection(ConnectionsCommand.all(api), connection);
            return "/api/connections/" + id + "/subscriptions";
        }

        static List<JsonNode> rows(Api api, String path) {
            return api.get(path).path("data").valueStream().toList();
        }
    }

    @Command(
            name = "list",
            description = "The subscriptions of an account.",
            footer = {"", "Example:", "  ./pipestream subscriptions list --connection acme"})
    static final class Lister extends OfConnection {

        @Override
        public Integer call() {
            var api = api();
            output().rows(
                            rows(api, path(api)),
                            COLUMNS,
                            "Nothing is subscribed to: ./pipestream subscriptions add added.deal");
            return Exit.OK;
        }
    }

    @Command(
            name = "add",
            description = "Subscribes to an event; registers one webhook at Pipedrive, however often it is repeated.",
            footer = {
                "",
                "Examples:",
                "  ./pipestream subscriptions add updated.deal",
                "  ./pipestream subscriptions add '*.person' --connection acme"
            })
    static final class Adder extends OfConnection {

        @Parameters(paramLabel = "EVENT", description = "action.object: added.deal, updated.*, *.*")
        private String event = "";

        @Option(names = "--webhook-version", paramLabel = "V", description = "1.0 or 2.0 (default: 2.0)")
        private @Nullable String version;

        @Override
        public Integer call() {
            var api = api();
            var body = Api.JSON.createObjectNode().put("event", event);
            if (version != null) {
                body.put("webhook_version", version);
            }
            output().rows(List.of(api.post(path(api), body)), COLUMNS, "");
            return Exit.OK;
        }
    }

    @Command(
            name = "remove",
            description = "Deletes a subscription and its webhook at Pipedrive; stored events stay.",
            footer = {"", "Example:", "  ./pipestream subscriptions remove updated.deal"})
    static final class Remover extends OfConnection {

        @Parameters(paramLabel = "EVENT", description = "Its event, or its id.")
        private String event = "";

        @Override
        public Integer call() {
            var api = api();
            var path = path(api);
            api.delete(path + '/' + Chosen.subscription(rows(api, path), event));
            if (!output().json()) {
                output().line("Removed " + event + '.');
            }
            return Exit.OK;
        }
    }
}
