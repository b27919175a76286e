package io.pipestream.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./pipestream events tail}. A connection that ends is made again where it ended, so nothing is missed. */
@Command(
        name = "tail",
        description = "Events as they are stored, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  ./pipestream events tail --object deal",
            "  ./pipestream events tail --json | jq -r 'select(.trigger) | .payload.title'"
        })
final class TailCommand extends Verb {

    private static final long PAUSE_MILLIS = 1_000;

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--max", paramLabel = "N", description = "End after this many (default: no limit).")
    private long max = Long.MAX_VALUE;

    private final EventStream stream = new EventStream();
    private long shown;

    @Override
    public Integer call() throws Exception {
        if (!selection.notLive().isEmpty()) {
            throw badParameter("a live tail takes --object, --action and --record, and not "
                    + String.join(", ", selection.notLive()));
        }
        var api = api();
        var output = output();
        var wasConnected = false;
        while (shown < max) {
            try {
                follow(api, output);
                wasConnected = true;
            } catch (IOException e) {
                lost(api, wasConnected, e);
            } catch (UncheckedIOException e) {
                lost(api, wasConnected, new IOException(e.getMessage(), e));
            }
            if (shown < max) {
                note("The connection ended; going on from where it was.");
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return Exit.OK;
    }

    /** Before the first connection it is the address that is wrong, and no pause that helps. */
    private void lost(Api api, boolean wasConnected, IOException e) {
        if (!wasConnected && stream.place() == null) {
            throw Api.unreachable(URI.create(api.target().url()), e);
        }
    }

    private void follow(Api api, Output output) throws IOException {
        @Nullable String place = stream.place();
        Map<String, String> headers = place == null ? Map.of() : Map.of("last-event-id", place);
        var response = api.stream("/api/events/stream", selection.liveQuery(), headers);
        try (var lines = response.body()) {
            if (response.statusCode() != 200) {
                throw Problem.of(response.statusCode(), response.headers(), lines.collect(joining("\n")));
            }
            for (var line = lines.iterator(); shown < max && line.hasNext(); ) {
                var data = stream.take(line.next());
                if (data != null) {
                    shown++;
                    show(output, Api.JSON.readTree(data));
                    // Who reads us may have had enough, head for one.
                    max = output.out().checkError() ? shown : max;
                }
            }
        }
    }

    private static void show(Output output, JsonNode event) {
        if (output.json()) {
            output.document(event);
            return;
        }
        output.line(String.join(
                "  ",
                List.of(
                        Column.text(event, "received_at"),
                        Column.text(event, "type").replace("com.pipedrive.", ""),
                        Column.text(event, "subject"),
                        Column.text(event, "source"),
                        Column.text(event, "id"),
                        title(event))));
    }

    /** What people call the record. */
    private static String title(JsonNode event) {
        for (var name : List.of("title", "name", "subject", "content")) {
            var text = Column.text(event.path("object"), name);
            if (!text.isEmpty()) {
                return text.length() <= 60 ? text : text.substring(0, 59) + '…';
            }
        }
        return "";
    }
}
