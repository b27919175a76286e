package io.pipestream.poll;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.pipestream.pipedrive.Listing;

/** A part of a run: one source that is read page by page. */
sealed interface Step {

    /** Recents, for all objects at once. */
    record Recents() implements Step {

        @Override
        public String word() {
            return "RECENTS";
        }

        @Override
        public int cost() {
            return PolledObjects.RECENTS_COST;
        }
    }

    /** One list. */
    record Listed(Listing listing) implements Step {

        @Override
        public String word() {
            return listing.name();
        }

        @Override
        public int cost() {
            return listing.cost();
        }
    }

    /** As the table and the API write it. */
    String word();

    /** Tokens of one page. */
    int cost();

    static String words(List<Step> steps) {
        return steps.stream().map(Step::word).collect(Collectors.joining(","));
    }

    static List<Step> parse(String words) {
        return words.isEmpty()
                ? List.of()
                : Arrays.stream(words.split(",", -1)).map(Step::of).toList();
    }

    private static Step of(String word) {
        return word.equals("RECENTS") ? new Recents() : new Listed(Listing.valueOf(word));
    }
}
