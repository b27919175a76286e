package io.pipestream.poll;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.pipestream.pipedrive.Listing;

/** Which of the subscribed objects are found where. Pure. */
final class PolledObjects {

    static final int RECENTS_COST = 20;

    /** What Recents knows. */
    private static final Set<String> RECENTS = Set.of(
            "activity",
            "activityType",
            "deal",
            "file",
            "filter",
            "note",
            "organization",
            "person",
            "pipeline",
            "product",
            "stage",
            "user");

    /** What no webhook tells of, so that whoever subscribes to everything gets it from here alone. */
    private static final Set<String> WITHOUT_WEBHOOK = Set.of("file", "filter");

    /** What only a list of its own shows. Projects have neither. */
    private static final Set<String> ONLY_LISTED = Set.of("lead");

    private static final String EVERYTHING = "*";

    private PolledObjects() {}

    /** Whether a webhook should have told of it. */
    static boolean isToldByWebhooks(String object) {
        return !WITHOUT_WEBHOOK.contains(object);
    }

    /** The subscribed objects to ask Recents for, in a fixed order. */
    static SortedSet<String> inRecents(Set<String> subscribed) {
        return chosen(RECENTS, subscribed);
    }

    /** The lists that every sweep has to read beside Recents. */
    static List<Listing> besideRecents(Set<String> subscribed) {
        return listings(chosen(ONLY_LISTED, subscribed));
    }

    /** The lists that stand in for Recents where it does not reach. */
    static List<Listing> insteadOfRecents(Set<String> subscribed) {
        return listings(inRecents(subscribed));
    }

    /** Tokens of a sweep in which every step has one page; 0 if there is nothing to poll. */
    static int cost(Set<String> subscribed) {
        var recents = inRecents(subscribed).isEmpty() ? 0 : RECENTS_COST;
        return recents
                + besideRecents(subscribed).stream().mapToInt(Listing::cost).sum();
    }

    private static SortedSet<String> chosen(Set<String> known, Set<String> subscribed) {
        var chosen = new TreeSet<>(known);
        if (!subscribed.contains(EVERYTHING)) {
            chosen.retainAll(subscribed);
        }
        return chosen;
    }

    private static List<Listing> listings(Set<String> objects) {
        return objects.stream().flatMap(object -> Listing.of(object).stream()).toList();
    }
}
