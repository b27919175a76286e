package io.pipestream.poll;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.SandboxClient;

/** Deals that somebody adds in the sandbox, and what the journal has of them. */
final class SandboxDeals {

    private static final String COMPANY = "7301";

    private SandboxDeals() {}

    /** Answers its id. */
    static String add() {
        return add(1).iterator().next();
    }

    /** Answers their ids. */
    static Set<String> add(int count) {
        return Set.copyOf(IntStream.range(0, count)
                .mapToObj(i -> SandboxClient.add("deal", "{\"title\": \"Unheard of %d\"}".formatted(i))
                        .path("id")
                        .asText())
                .toList());
    }

    static List<JsonNode> events(String id) {
        return Api.events("object=deal&record_id=" + id).stream()
                .filter(event -> event.path("key").asText().startsWith(COMPANY + ':'))
                .toList();
    }
}
