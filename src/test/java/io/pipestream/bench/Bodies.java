package io.pipestream.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.buffer.Buffer;

/**
 * Deliveries of new deals, each of a deal of its own. A body is a copy of one template with digits written over it, so
 * that making one costs next to nothing.
 */
final class Bodies {

    /** What the template has where the deal's number goes: 15 digits, as many as a number of JavaScript safely holds. */
    private static final String DEAL = "999999999999999";

    /** What the template has where the last part of the event's UUID goes. */
    private static final String EVENT = "888888888888";

    private final byte[] template;
    private final List<Integer> dealsAt;
    private final List<Integer> eventsAt;
    private final long first;
    private final AtomicLong next;

    /**
     * Begins at a number.
     *
     * @param first of 15 digits
     */
    Bodies(long first) {
        try (var in = Bodies.class.getResourceAsStream("/bench/create-deal.json")) {
            if (in == null) {
                throw new IllegalStateException("the template is not on the class path");
            }
            this.template = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var text = new String(template, US_ASCII);
        this.dealsAt = places(text, DEAL);
        this.eventsAt = places(text, EVENT);
        this.first = first;
        this.next = new AtomicLong(first);
    }

    /** Numbers that no earlier run has used, unless it made a hundred a millisecond. */
    static Bodies ofThisMoment(long epochMillis) {
        return new Bodies(epochMillis * 100);
    }

    /** The next delivery; callable from any thread. */
    Buffer next() {
        var deal = next.getAndIncrement();
        var body = template.clone();
        dealsAt.forEach(at -> write(deal, DEAL.length(), body, at));
        eventsAt.forEach(at -> write(deal, EVENT.length(), body, at));
        return Buffer.buffer(body);
    }

    /** The number of the first deal; the others follow without a gap. */
    long first() {
        return first;
    }

    private static List<Integer> places(String text, String marker) {
        var places = new ArrayList<Integer>();
        for (int at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
            places.add(at);
        }
        return List.copyOf(places);
    }

    private static void write(long number, int digits, byte[] body, int at) {
        var rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            body[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
