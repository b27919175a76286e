package io.pipestream.cli;

import static java.util.stream.Collectors.joining;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The one row that somebody means. */
final class Chosen {

    private Chosen() {}

    /** @param given id, company or domain; null means the only one there is */
    static String connection(List<JsonNode> connections, @Nullable String given) {
        return Segment.of(
                id(connections, given, "connection", "company_domain", List.of("id", "company_id", "company_domain")));
    }

    /** @param given id or event */
    static String subscription(List<JsonNode> subscriptions, String given) {
        return Segment.of(id(subscriptions, given, "subscription", "event", List.of("id", "event")));
    }

    private static String id(
            List<JsonNode> rows, @Nullable String given, String kind, String called, List<String> members) {
        var meant = rows.stream()
                .filter(row -> given == null
                        || members.stream()
                                .anyMatch(member -> Column.text(row, member).equals(given)))
                .toList();
        if (meant.size() == 1) {
            return Column.text(meant.getFirst(), "id");
        }
        var all = rows.stream()
                .map(row -> Column.text(row, called) + " (" + Column.text(row, "id") + ')')
                .collect(joining(", "));
        throw new CliException(
                Exit.USAGE,
                meant.isEmpty()
                        ? "There is no " + kind + (given == null ? "." : " \"" + given + "\".")
                        : "It is not clear which " + kind + " is meant.",
                all.isEmpty() ? "None is there." : "There are: " + all);
    }
}
