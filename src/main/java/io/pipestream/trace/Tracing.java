package io.pipestream.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.common.Clock;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans. A context is handed around as the text of a {@code traceparent} (W3C Trace Context): it has to survive in
 * Postgres, in Kafka and in another instance.
 */
@Singleton
public class Tracing {

    /** Under this name a delivery's headers, and those of a Kafka record, say what they are part of. */
    public static final String HEADER = "traceparent";

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<String> ONLY_TRACEPARENT = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
            return key.equals(HEADER) ? traceparent : null;
        }
    };

    private final Tracer tracer;
    private final boolean isOn;

    Tracing(Tracer tracer, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isOff) {
        this.tracer = tracer;
        this.isOn = !isOff;
    }

    /** False if there are no spans, so that nobody need gather what would stand in one. */
    public boolean isOn() {
        return isOn;
    }

    /** The span under way in this thread or request; null if there is none. */
    public @Nullable String current() {
        return isOn && Span.current().getSpanContext().isValid() ? text(Context.current()) : null;
    }

    /**
     * Begins the span of a record on its way to Kafka.
     *
     * @param parent null, or no traceparent, for the first span of a trace
     */
    public OpenSpan beginSend(String name, @Nullable String parent) {
        var context = parse(parent);
        var span = tracer.spanBuilder(name)
                .setParent(context)
                .setSpanKind(SpanKind.PRODUCER)
                .startSpan();
        return new OpenSpan(span, text(context.with(span)));
    }

    /** Begins the span of something that is over now, and began this many nanoseconds ago. */
    public OpenSpan beginPast(String name, @Nullable String parent, long nanosAgo) {
        var context = parse(parent);
        var span = tracer.spanBuilder(name)
                .setParent(context)
                .setStartTimestamp(Clock.getDefault().now() - nanosAgo, TimeUnit.NANOSECONDS)
                .startSpan();
        return new OpenSpan(span, text(context.with(span)));
    }

    /** Does the work within a span, a child of the one under way; whatever the work begins in this thread is its child. */
    public <T> T within(String name, Map<String, String> attributes, Supplier<T> work) {
        if (!isOn) {
            return work.get();
        }
        var span = tracer.spanBuilder(name).startSpan();
        attributes.forEach(span::setAttribute);
        try {
            return Context.current().with(span).wrapSupplier(work).get();
        } catch (RuntimeException | Error e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    /** As {@link #within}, for work that answers nothing. */
    public void runWithin(String name, Map<String, String> attributes, Runnable work) {
        within(name, attributes, () -> {
            work.run();
            return true;
        });
    }

    private static Context parse(@Nullable String traceparent) {
        return traceparent == null ? Context.root() : W3C.extract(Context.root(), traceparent, ONLY_TRACEPARENT);
    }

    private static String text(Context context) {
        var carrier = HashMap.<String, String>newHashMap(2);
        W3C.inject(context, carrier, (headers, name, value) -> {
            if (headers != null) {
                headers.put(name, value);
            }
        });
        return carrier.getOrDefault(HEADER, "");
    }
}
