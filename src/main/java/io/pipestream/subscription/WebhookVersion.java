package io.pipestream.subscription;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Pipedrive's two webhook formats; v2 is its default since 2025-03-17. */
public enum WebhookVersion {
    @JsonProperty("1.0")
    @JsonAlias("v1")
    V1("1.0"),
    @JsonProperty("2.0")
    @JsonAlias("v2")
    V2("2.0");

    private final String number;

    WebhookVersion(String number) {
        this.number = number;
    }

    /** As Pipedrive writes it. */
    public String number() {
        return number;
    }

    /** The version with this number, as the table stores it. */
    public static WebhookVersion of(String number) {
        return V1.number.equals(number) ? V1 : V2;
    }

    /** Our action in this version's verbs: {@code added} is {@code create} in version 2.0. */
    String verb(String action) {
        if (this == V1) {
            return action;
        }
        return switch (action) {
            case "added" -> "create";
            case "updated" -> "change";
            case "deleted" -> "delete";
            default -> action;
        };
    }
}
