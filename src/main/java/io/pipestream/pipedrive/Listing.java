package io.pipestream.pipedrive;

import java.util.Arrays;
import java.util.List;

/**
 * The lists that tell what changed since a time, however long ago. They show what is there now: of all deleted records,
 * only deals deleted within 30 days. Archived leads are in none.
 */
public enum Listing {
    DEALS("deal", "/api/v2/deals", 10),
    ARCHIVED_DEALS("deal", "/api/v2/deals/archived", 20),
    PERSONS("person", "/api/v2/persons", 10),
    ORGANIZATIONS("organization", "/api/v2/organizations", 10),
    ACTIVITIES("activity", "/api/v2/activities", 10),
    PRODUCTS("product", "/api/v2/products", 10),
    NOTES("note", "/v1/notes", 20),
    LEADS("lead", "/v1/leads", 20),
    DELETED_DEALS("deal", "/api/v2/deals", 10);

    private final String object;
    private final String path;
    private final int cost;

    Listing(String object, String path, int cost) {
        this.object = object;
        this.path = path;
        this.cost = cost;
    }

    /** The lists that together show every record of the object; none if Pipedrive has no such list. */
    public static List<Listing> of(String object) {
        return Arrays.stream(values())
                .filter(listing -> listing.object.equals(object))
                .toList();
    }

    public String object() {
        return object;
    }

    /** Tokens per page. */
    public int cost() {
        return cost;
    }

    String path() {
        return path;
    }

    Shape shape() {
        return path.startsWith("/v1/") ? Shape.V1 : Shape.V2;
    }

    /** Whether Pipedrive leaves out what changed after a given time; otherwise we do. */
    boolean filtersUntil() {
        return shape() == Shape.V2 && this != PRODUCTS;
    }
}
