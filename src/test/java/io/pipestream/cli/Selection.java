package io.pipestream.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events: the options that listing and replaying share. */
final class Selection {

    @Option(names = "--object", paramLabel = "O", description = "deal, note, organization, ...")
    private @Nullable String object;

    @Option(names = "--action", paramLabel = "A", description = "added, updated, deleted or merged")
    private @Nullable String action;

    @Option(names = "--record", paramLabel = "ID", description = "Pipedrive's id of the record.")
    private @Nullable String record;

    @Option(names = "--company", paramLabel = "ID", description = "Pipedrive's id of the account.")
    private @Nullable String company;

    @Option(names = "--trigger", paramLabel = "T", description = "For example PIPEDRIVE_NEW_DEAL_TRIGGER.")
    private @Nullable String trigger;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Times.class,
            description = "Received since then: 2026-03-01T10:00:00Z, or how long ago: 30m, 2h, 7d.")
    private @Nullable Instant from;

    @Option(names = "--until", paramLabel = "TIME", converter = Times.class, description = "Received before then.")
    private @Nullable Instant until;

    /** As {@code GET /api/events} takes it. */
    Query query() {
        return new Query()
                .with("object", object)
                .with("action", action)
                .with("record_id", record)
                .with("company_id", company)
                .with("trigger", trigger)
                .with("received_from", from)
                .with("received_to", until);
    }

    /** What a live tail can be held to. */
    Query liveQuery() {
        return new Query().with("object", object).with("action", action).with("record_id", record);
    }

    /** Those that were given and a live tail cannot be held to. */
    List<String> notLive() {
        var given = new LinkedHashMap<String, @Nullable Object>();
        given.put("--company", company);
        given.put("--trigger", trigger);
        given.put("--from", from);
        given.put("--until", until);
        var names = new ArrayList<String>();
        given.forEach((name, value) -> {
            if (value != null) {
                names.add(name);
            }
        });
        return names;
    }

    /** As {@code POST /api/replays} takes it. */
    ObjectNode json(List<String> ids) {
        var json = Api.JSON.createObjectNode();
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("object", object);
        members.put("action", action);
        members.put("record_id", record);
        members.put("company_id", company);
        members.put("trigger", trigger);
        members.put("received_from", from);
        members.put("received_until", until);
        for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            if (member.getValue() != null) {
                json.put(member.getKey(), member.getValue().toString());
            }
        }
        if (!ids.isEmpty()) {
            var array = json.putArray("ids");
            ids.forEach(array::add);
        }
        return json;
    }
}
