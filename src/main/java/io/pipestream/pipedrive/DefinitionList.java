package io.pipestream.pipedrive;

import java.util.Arrays;
import java.util.Optional;

/**
 * The lists in which Pipedrive says what its keys and ids are called. Leads have the custom fields of deals. Where v2 has
 * a list it is v2's: half the price, and options with their own times.
 */
public enum DefinitionList {
    DEAL_FIELDS("deal", "/api/v2/dealFields", 10),
    PERSON_FIELDS("person", "/api/v2/personFields", 10),
    ORGANIZATION_FIELDS("organization", "/api/v2/organizationFields", 10),
    PRODUCT_FIELDS("product", "/api/v2/productFields", 10),
    ACTIVITY_FIELDS("activity", "/api/v2/activityFields", 10),
    PROJECT_FIELDS("project", "/api/v2/projectFields", 10),
    STAGES("stage", "/api/v2/stages", 5),
    PIPELINES("pipeline", "/api/v2/pipelines", 5),
    USERS("user", "/v1/users", 20),
    LEAD_LABELS("lead_label", "/v1/leadLabels", 10);

    private final String word;
    private final String path;
    private final int cost;

    DefinitionList(String word, String path, int cost) {
        this.word = word;
        this.path = path;
        this.cost = cost;
    }

    /** The list with this word, if there is one. */
    public static Optional<DefinitionList> of(String word) {
        return Arrays.stream(values()).filter(list -> list.word.equals(word)).findFirst();
    }

    /** Of fields the object that has them, of the others what is in the list. */
    public String word() {
        return word;
    }

    /** Whether it defines fields, which may have options; the others only name ids. */
    public boolean isFields() {
        return path.endsWith("Fields");
    }

    /** Tokens per page. */
    public int cost() {
        return cost;
    }

    String path() {
        return path;
    }

    /** The lists of v1 that we read come whole. */
    boolean isPaged() {
        return path.startsWith("/api/v2/");
    }
}
