package io.pipestream.console;

import io.pipestream.hook.HookContent;
import io.pipestream.hook.HookWish;
import jakarta.ws.rs.FormParam;
import org.jspecify.annotations.Nullable;

/** What the form of a hook sends. */
class HookForm {

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
                Inputs.within("Name", Inputs.text(name), HookWish.LONGEST_NAME),
                Inputs.within("URL", Inputs.needed("URL", url), HookWish.LONGEST_URL),
                Inputs.within("Trigger", Inputs.needed("Trigger", trigger), HookWish.LONGEST_TRIGGER),
                Inputs.within("Filter", filter == null ? "" : filter.strip(), HookWish.LONGEST_FILTER),
                "event".equals(content) ? HookContent.EVENT : HookContent.PAYLOAD,
                ordered != null,
                Inputs.number("Calls at once", concurrency, 1, HookWish.MOST_CALLS_AT_ONCE),
                Inputs.number("Calls a second", rate, 0, HookWish.MOST_CALLS_A_SECOND));
    }
}
