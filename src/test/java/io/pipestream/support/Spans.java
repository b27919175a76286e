package io.pipestream.support;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.inject.Singleton;

/** Where the service under test exports its spans: the last of them are kept in memory. */
@Singleton
public class Spans implements SpanExporter {

    /** A whole suite runs in one service; what is asked for has just ended. */
    private static final int KEPT = 20_000;

    private final Deque<SpanData> spans = new ArrayDeque<>();

    /** The spans of this trace that have ended. */
    public synchronized List<SpanData> of(String traceId) {
        return spans.stream().filter(span -> span.getTraceId().equals(traceId)).toList();
    }

    @Override
    public synchronized CompletableResultCode export(Collection<SpanData> ended) {
        spans.addAll(ended);
        while (spans.size() > KEPT) {
            spans.removeFirst();
        }
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
