package io.pipestream.platform;

import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** The size of a page as callers ask for it. Read by hand, for JAX-RS answers 404 to what is no number. */
public final class Limits {

    private static final int LARGEST = 1000;

    private Limits() {}

    public static int parse(String text) {
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LARGEST) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, with what to do
        }
        throw Problems.of(Status.BAD_REQUEST, "limit-invalid", "limit is a whole number from 1 to " + LARGEST + '.');
    }

    /** How much of something without end is wanted. */
    public static long parse(@Nullable String text, long withoutOne) {
        if (text == null) {
            return withoutOne;
        }
        try {
            var limit = Long.parseLong(text);
            if (limit >= 1) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, with what to do
        }
        throw Problems.of(Status.BAD_REQUEST, "limit-invalid", "limit is a whole number from 1 on.");
    }
}
