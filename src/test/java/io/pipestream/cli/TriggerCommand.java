package io.pipestream.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./pipestream trigger}. Makes the change in the sandbox, as somebody in Pipedrive would, and follows it all the
 * way to Kafka. With a real account it does nothing: see ADR 17.
 */
@Command(
        name = "trigger",
        description = {
            "A test event through the real path: makes the change in the sandbox, waits until its event is in Kafka.",
            "With a real account it refuses: an event that nothing happened for would look like any other."
        },
        footer = {
            "",
            "Examples:",
            "  ./pipestream trigger deal.added --override title='Barn roof' --override value=9300",
            "  ./pipestream trigger deal.updated --record 1 --override stage_id=3",
            "  ./pipestream trigger note.added --no-wait"
        })
final class TriggerCommand extends Verb {

    private static final long PAUSE_MILLIS = 200;

    @Parameters(paramLabel = "EVENT", description = "deal.added, organization.updated, note.deleted, ...")
    private String event = "";

    @Option(names = "--override", paramLabel = "FIELD=VALUE", description = "A field of the record; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--record",
            paramLabel = "ID",
            description = "Change or delete this one; without it one is added first.")
    private @Nullable String record;

    @Option(names = "--no-wait", description = "Return once the change is made.")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description = "Seconds until its event must be in Kafka (default: ${DEFAULT-VALUE}).")
    private long timeout = 30;

    @Override
    public Integer call() throws InterruptedException {
        var parts = event.split("\\.", -1);
        if (parts.length != 2 || !List.of("added", "updated", "deleted").contains(parts[1])) {
            throw badParameter("EVENT is object.added, object.updated or object.deleted, not " + event);
        }
        var api = api();
        if (api.target().sandbox() == null) {
            throw new CliException(
                    Exit.PROBLEM,
                    "This service has no sandbox, so there is nothing to make a test event with.",
                    "With a real account, make the change in Pipedrive itself: then the event is a real one.",
                    "Or try it on an instance of its own: ./pipestream up --data /tmp/trial --port 0");
        }
        var change = new SandboxChange(api, parts[0], parts[1]);
        if (!noWait) {
            change.requireSubscription();
        }
        var id = change.make(record, Fields.of(overrides));
        if (noWait) {
            output().whole(Api.JSON.createObjectNode().put("object", parts[0]).put("record_id", id));
            return Exit.OK;
        }
        return show(api, parts[0], parts[1], id);
    }

    private int show(Api api, String object, String action, String id) throws InterruptedException {
        var query = new Query()
                .with("object", object)
                .with("action", action)
                .with("record_id", id)
                .with("limit", 1);
        var end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        JsonNode found = Api.JSON.missingNode();
        do {
            found = api.get("/api/events", query).path("data").path(0);
            var state = Column.text(found, "state");
            if (state.equals("published") || state.equals("failed")) {
                output().rows(List.of(found), EventsCommand.COLUMNS, "");
                return state.equals("published") ? Exit.OK : Exit.PROBLEM;
            }
            Thread.sleep(PAUSE_MILLIS);
        } while (System.nanoTime() - end < 0);
        throw new CliException(
                Exit.TIMEOUT,
                found.isMissingNode()
                        ? "The sandbox has " + object + ' ' + id + ", and no event of it came within " + timeout + " s."
                        : "The event is stored (" + Column.text(found, "id") + "), and not in Kafka within " + timeout
                                + " s.",
                "See ./pipestream doctor.");
    }
}
