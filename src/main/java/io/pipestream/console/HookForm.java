package io.pipestream.console;

import io.pipestream.hook.HookContent;
import io.pipestream.hook.HookWish;
import jakarta.ws.rs.FormParam;
import org.jspecify.annotations.Nullable;

/** What the form of a hook sends. */
class HookForm {

    private static final int MOST_CALLS_AT_ONCE = 50;

    private static final int MOST_CALLS_A_SECOND = 10_000;

    @FormParam("name")
    @Nullable
    String name;

    @FormParam("url")
    @Nullable
    String url;

    @FormParam("trigger")
    @Nullable
    String trigger;

    @FormParam("filter")
    @Nullable
    String filter;

    @FormParam("content")
    @Nullable
    String content;

    @FormParam("ordered")
    @Nullable
    String ordered;

    @FormParam("concurrency")
    @Nullable
    String concurrency;

    @FormParam("rate")
    @Nullable
    String rate;

    /** All of it, for what a browser leaves out of a form is a box that is not ticked. Throws 400 {@code field-invalid}. */
    HookWish wish() {
        return new HookWish(
                Inputs.within("Name", Inputs.text(name), 200),
                Inputs.within("URL", Inputs.needed("URL", url), 2000),
                Inputs.needed("Trigger", trigger),
                Inputs.within("Filter", filter == null ? "" : filter.strip(), 4000),
                "event".equals(content) ? HookContent.EVENT : HookContent.PAYLOAD,
                ordered != null,
                Inputs.number("Calls at once", concurrency, 1, MOST_CALLS_AT_ONCE),
                Inputs.number("Calls a second", rate, 0, MOST_CALLS_A_SECOND));
    }
}
