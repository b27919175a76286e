package io.pipestream.cli;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A change that somebody makes in the sandbox. */
record SandboxChange(Api api, String object, String action) {

    /** What an update without fields changes, by object: whatever people call the record. */
    private static String called(String object) {
        return switch (object) {
            case "deal", "lead" -> "title";
            case "note" -> "content";
            case "activity" -> "subject";
            default -> "name";
        };
    }

    /** Ends the verb if nobody would hear of the change. */
    void requireSubscription() {
        var wanted = List.of(action + '.' + object, action + ".*", "*." + object, "*.*");
        var isHeard = ConnectionsCommand.all(api).stream()
                .map(connection -> "/api/connections/" + Column.text(connection, "id") + "/subscriptions")
                .flatMap(path -> api.get(path).path("data").valueStream())
                .anyMatch(subscription -> wanted.contains(Column.text(subscription, "event")));
        if (!isHeard) {
            throw new CliException(
                    Exit.PROBLEM,
                    "Nothing is subscribed to " + action + '.' + object + ", so only polling would find it.",
                    "Run ./pipestream subscriptions add " + action + '.' + object + ", or use --no-wait.");
        }
    }

    /** Returns the record's id. */
    String make(@Nullable String record, ObjectNode fields) {
        var isAdded = action.equals("added");
        var id = record == null || isAdded
                ? Column.text(api.sandbox("POST", '/' + object, isAdded ? fields : Api.JSON.createObjectNode()), "id")
                : record;
        var path = '/' + object + '/' + Segment.of(id);
        if (action.equals("updated")) {
            api.sandbox("PATCH", path, fields.isEmpty() ? fields.put(called(object), "Changed by trigger") : fields);
        } else if (action.equals("deleted")) {
            api.sandbox("DELETE", path, Api.JSON.createObjectNode());
        }
        return id;
    }
}
