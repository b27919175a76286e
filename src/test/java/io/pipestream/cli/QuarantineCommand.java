package io.pipestream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./pipestream quarantine}. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = "Deliveries that were kept and not understood.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuarantineCommand.Lister.class,
            QuarantineCommand.Shower.class,
            QuarantineCommand.Rerunner.class,
            QuarantineCommand.Discarder.class
        })
final class QuarantineCommand {

    private static final String PATH = "/api/quarantine";

    private static final List<Column> COLUMNS = List.of(
            Column.of("RECEIVED", "received_at"),
            Column.of("REASON", "reason"),
            Column.of("STATE", "state"),
            Column.of("BYTES", "bytes"),
            Column.of("ID", "id"));

    @Command(
            name = "list",
            description = "Newest first.",
            footer = {"", "Example:", "  ./pipestream quarantine list --state open"})
    static final class Lister extends PagedVerb {

        @Option(names = "--state", paramLabel = "S", description = "open, rerun or discarded")
        private @Nullable String state;

        @Override
        public Integer call() {
            return show(PATH, new Query().with("state", state), COLUMNS, "Nothing is in quarantine.");
        }
    }

    @Command(
            name = "show",
            description = "One delivery: its body as it came, its headers, and why it is here.",
            footer = {"", "Example:", "  ./pipestream quarantine show 0199c3a4-..."})
    static final class Shower extends Verb {

        @Parameters(paramLabel = "ID", description = "As the list has it.")
        private String id = "";

        @Override
        public Integer call() {
            output().whole(api().get(PATH + '/' + Segment.of(id)));
            return Exit.OK;
        }
    }

    @Command(
            name = "rerun",
            description = "Reads a delivery, or all, again by today's rules, or with a corrected body.",
            footer = {
                "",
                "Examples:",
                "  ./pipestream quarantine rerun --all",
                "  ./pipestream quarantine rerun 0199c3a4-... --body corrected.json"
            })
    static final class Rerunner extends Verb {

        @Parameters(arity = "0..1", paramLabel = "ID", description = "As the list has it.")
        private @Nullable String id;

        @Option(names = "--all", description = "Everything that is open.")
        private boolean all;

        @Option(
                names = "--body",
                paramLabel = "FILE",
                description = "Read this in its place; the original is kept. - is standard input.")
        private @Nullable Path body;

        @Override
        public Integer call() throws IOException {
            if (all == (id != null) || (all && body != null)) {
                throw badParameter("give an ID, with --body FILE if it is to be corrected, or --all");
            }
            var api = api();
            if (id == null) {
                all(api);
            } else {
                output().whole(api.post(PATH + '/' + Segment.of(id) + "/rerun", correction()));
            }
            return Exit.OK;
        }

        /** The service reads as many at once as some seconds allow. */
        private void all(Api api) {
            @Nullable String cursor = null;
            do {
                var goOn = cursor == null ? null : Api.JSON.createObjectNode().put("cursor", cursor);
                var report = api.post(PATH + "/rerun", goOn);
                output().whole(report);
                cursor = report.path("next_cursor").asText(null);
            } while (cursor != null);
        }

        private @Nullable JsonNode correction() throws IOException {
            if (body == null) {
                return null;
            }
            if (!body.toString().equals("-") && !Files.isReadable(body)) {
                throw badParameter("--body: " + body + " cannot be read");
            }
            var bytes = body.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(body);
            return Api.JSON.createObjectNode().put("body", new String(bytes, UTF_8));
        }
    }

    @Command(
            name = "discard",
            description = "Takes a delivery off the list for good; it stays findable with the reason.",
            footer = {"", "Example:", "  ./pipestream quarantine discard 0199c3a4-... --reason 'a test of ours'"})
    static final class Discarder extends Verb {

        @Parameters(paramLabel = "ID", description = "As the list has it.")
        private String id = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Kept with it.")
        private String reason = "";

        @Override
        public Integer call() {
            var body = Api.JSON.createObjectNode().put("reason", reason);
            output().whole(api().post(PATH + '/' + Segment.of(id) + "/discard", body));
            return Exit.OK;
        }
    }
}
