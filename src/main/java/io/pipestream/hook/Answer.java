package io.pipestream.hook;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** How a call ended. */
sealed interface Answer {

    /** Why it is no success, for people; null if it is one. */
    @Nullable
    String problem();

    /** 2xx. */
    record Accepted(int status) implements Answer {

        @Override
        public @Nullable String problem() {
            return null;
        }
    }

    /**
     * Any other status.
     *
     * @param retryAfter what the receiver asked for; null if nothing that can be read
     * @param text       the beginning of the body
     */
    record Refused(int status, @Nullable Duration retryAfter, String text) implements Answer {

        private static final int GONE = 410;

        boolean isGone() {
            return status == GONE;
        }

        @Override
        public String problem() {
            if (status >= 300 && status < 400) {
                return "It answered " + status + "; redirects are not followed.";
            }
            return "It answered " + status + '.';
        }
    }

    /** None came, or not all of it in time. */
    record Failed(String problem) implements Answer {}

    /** It was not called: where the URL leads now must not be. */
    record Forbidden(String problem) implements Answer {}

    /** It was not called: the event is no longer in the journal. */
    record NoEvent() implements Answer {

        @Override
        public String problem() {
            return "The event is no longer in the journal.";
        }
    }
}
