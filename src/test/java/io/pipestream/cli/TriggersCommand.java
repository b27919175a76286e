package io.pipestream.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./pipestream triggers}. */
@Command(
        name = "triggers",
        mixinStandardHelpOptions = true,
        description = "The catalogue of what starts workflows, and samples of it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TriggersCommand.Lister.class, TriggersCommand.Shower.class, TriggersCommand.Tester.class})
final class TriggersCommand {

    private static final String PATH = "/api/triggers";

    private static final List<Column> COLUMNS =
            List.of(Column.of("SLUG", "slug"), Column.of("TITLE", "title"), Column.of("TOPIC", "topic"));

    @Command(
            name = "list",
            description = "Every trigger, the three that workflow builders know first.",
            footer = {"", "Example:", "  ./pipestream triggers list --json | jq -r .slug"})
    static final class Lister extends Verb {

        @Override
        public Integer call() {
            var data = api().get(PATH).path("data");
            output().rows(StreamSupport.stream(data.spliterator(), false).toList(), COLUMNS, "There are no triggers.");
            return Exit.OK;
        }
    }

    @Command(
            name = "show",
            description = "One trigger: what its payload is, with samples.",
            footer = {"", "Example:", "  ./pipestream triggers show PIPEDRIVE_NEW_DEAL_TRIGGER"})
    static final class Shower extends Verb {

        @Parameters(paramLabel = "SLUG", description = "As the list has it.")
        private String slug = "";

        @Override
        public Integer call() {
            output().whole(api().get(PATH + '/' + Segment.of(slug)));
            return Exit.OK;
        }
    }

    @Command(
            name = "test",
            description = {
                "Sends a sample, marked as one, to the trigger's topic and hooks.",
                "It is of a record of its own and of no account; consumers can tell it by the header ce_test."
            },
            footer = {
                "",
                "Example:",
                "  ./pipestream triggers test PIPEDRIVE_NEW_DEAL_TRIGGER --override title='Barn roof' --override value=9300"
            })
    static final class Tester extends Verb {

        @Parameters(paramLabel = "SLUG", description = "As the list has it.")
        private String slug = "";

        @Option(
                names = "--override",
                paramLabel = "FIELD=VALUE",
                description = "A field of the record; may be repeated.")
        private Map<String, String> overrides = new LinkedHashMap<>();

        @Override
        public Integer call() {
            var body = Api.JSON.createObjectNode();
            if (!overrides.isEmpty()) {
                body.set("object", Fields.of(overrides));
            }
            output().whole(api().post(PATH + '/' + Segment.of(slug) + "/test", body));
            return Exit.OK;
        }
    }
}
