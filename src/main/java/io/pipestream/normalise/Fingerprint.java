package io.pipestream.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a canonical record says, in sixteen characters. Null, false, empty text and empty containers are no facts: a path
 * that cannot know a field then agrees with one that reports it as not set. The order of an object's members is none
 * either, because Pipedrive promises none.
 */
final class Fingerprint {

    private static final int BYTES = 8;

    private Fingerprint() {}

    static String of(JsonNode canonical) {
        var facts = new StringBuilder(512);
        write(canonical, facts);
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(facts.toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Appends the facts of this node, nothing if it has none. */
    private static void write(JsonNode node, StringBuilder facts) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, facts);
            case ARRAY -> writeArray(node, facts);
            case BOOLEAN -> facts.append(node.booleanValue() ? "true" : "");
            case NUMBER -> facts.append(Values.plain(node.decimalValue()));
            case STRING -> writeText(node.textValue(), facts);
            case NULL, MISSING, BINARY, POJO -> {}
        }
    }

    private static void writeObject(JsonNode object, StringBuilder facts) {
        int start = facts.length();
        facts.append('{');
        int empty = facts.length();
        object.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
            int before = facts.length();
            writeText(member.getKey(), facts);
            int named = facts.length();
            write(member.getValue(), facts);
            if (facts.length() == named) {
                facts.setLength(before);
            }
        });
        close(facts, start, empty, '}');
    }

    private static void writeArray(JsonNode array, StringBuilder facts) {
        int start = facts.length();
        facts.append('[');
        int empty = facts.length();
        for (var element : array) {
            write(element, facts);
            facts.append(',');
        }
        close(facts, start, array.isEmpty() ? empty : -1, ']');
    }

    private static void close(StringBuilder facts, int start, int empty, char end) {
        if (facts.length() == empty) {
            facts.setLength(start);
        } else {
            facts.append(end);
        }
    }

    /** The length first: otherwise text could imitate the structure around it. */
    private static void writeText(String text, StringBuilder facts) {
        if (!text.isEmpty()) {
            facts.append(text.length()).append(':').append(text);
        }
    }
}
