package io.pipestream.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** A span that has begun and must be ended once. */
public final class OpenSpan {

    private final Span span;
    private final String traceparent;

    OpenSpan(Span span, String traceparent) {
        this.span = span;
        this.traceparent = traceparent;
    }

    /** What makes another span a child of this one. */
    public String traceparent() {
        return traceparent;
    }

    public OpenSpan with(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    public OpenSpan with(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    public void end() {
        span.end();
    }

    /**
     * Ends it as failed.
     *
     * @param type a word of few, or the name of an exception's class; never text of a customer
     */
    public void fail(String type) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR, type);
        span.end();
    }
}
