package io.pipestream.console;

import io.pipestream.journal.EventSelection;
import io.pipestream.replay.Replays.Wish;
import io.pipestream.replay.Target;
import jakarta.ws.rs.FormParam;
import org.jspecify.annotations.Nullable;

/** What the form of a replay sends. */
class ReplayForm {

    @FormParam("object")
    @Nullable
    String object;

    @FormParam("action")
    @Nullable
    String action;

    @FormParam("record_id")
    @Nullable
    String recordId;

    @FormParam("trigger")
    @Nullable
    String trigger;

    @FormParam("company_id")
    @Nullable
    String companyId;

    @FormParam("received_from")
    @Nullable
    String from;

    @FormParam("received_until")
    @Nullable
    String until;

    @FormParam("ids")
    @Nullable
    String ids;

    @FormParam("target")
    @Nullable
    String target;

    @FormParam("topic")
    @Nullable
    String topic;

    @FormParam("hook")
    @Nullable
    String hook;

    @FormParam("as_of")
    @Nullable
    String asOf;

    @FormParam("rate")
    @Nullable
    String rate;

    @FormParam("reason")
    @Nullable
    String reason;

    private Target target() {
        return switch (String.valueOf(target)) {
            case "side" -> new Target.Side(Inputs.text(topic));
            case "hook" -> new Target.Hook(Inputs.id("Hook", Inputs.needed("Hook", hook)));
            default -> new Target.Original();
        };
    }

    /** Throws 400 {@code field-invalid}. */
    Wish wish(String by) {
        var selection = new EventSelection(
                Inputs.text(companyId),
                Inputs.text(object),
                Inputs.text(action),
                Inputs.text(recordId),
                Inputs.time("Received from", from),
                Inputs.time("Received before", until),
                Inputs.text(trigger),
                Inputs.ids("Ids", ids));
        return new Wish(
                selection,
                target(),
                Inputs.time("As of", asOf),
                Inputs.rate("Events a second", rate),
                Inputs.needed("Reason", reason),
                by);
    }
}
