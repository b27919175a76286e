package io.pipestream.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.normalise.Spelling.Form;
import org.jspecify.annotations.Nullable;

/**
 * Changes written by hand, and the same changes as every path tells them with what consumers are promised. The second is
 * made from the first once, reviewed and kept: {@code golden} is what Pipedrive sends and what we promise, and changes
 * only with one of the two.
 */
final class Corpus {

    private static final Path SCENARIOS = Spelling.CORPUS.resolve("scenarios");

    private static final Path GOLDEN = Spelling.CORPUS.resolve("golden");

    /** Of event ids, see {@code EventIds}. */
    private static final UUID NAMESPACE = UUID.fromString("6ba26e3b-3c5c-5a3d-9d57-1f3f6c1d2d0e");

    private Corpus() {}

    /** The changes of an object: a first line with a record, then lines with what is different from it. */
    static List<Change> scenarios(String object) {
        var lines = lines(SCENARIOS.resolve(object + ".jsonl"));
        var base = lines.getFirst();
        var changes = new ArrayList<Change>();
        for (int i = 1; i < lines.size(); i++) {
            changes.add(change(object, base, lines.get(i), i));
        }
        return changes;
    }

    static List<ObjectNode> golden(String object) {
        return lines(GOLDEN.resolve(object + ".jsonl"));
    }

    static void keep(String object, List<ObjectNode> golden) {
        var text = new StringBuilder();
        golden.forEach(line -> text.append(line).append('\n'));
        try {
            Files.createDirectories(GOLDEN);
            Files.writeString(GOLDEN.resolve(object + ".jsonl"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The change as every path tells it, and what is promised of it. */
    static ObjectNode told(Change change) {
        var told = Deliveries.JSON
                .createObjectNode()
                .put("name", change.name())
                .put("action", change.action().word());
        told.set(
                "webhook_v1",
                Spelling.isTold(change.object(), Form.V1) && hasWebhookV1(change.object())
                        ? Envelopes.v1(change)
                        : NullNode.instance);
        told.set("webhook_v2", Spelling.isTold(change.object(), Form.V2) ? Envelopes.v2(change) : NullNode.instance);
        told.set(
                "row_v1",
                Spelling.isTold(change.object(), Form.V1) && isListed(change)
                        ? Dialects.record(change, Form.V1)
                        : NullNode.instance);
        told.set(
                "row_v2",
                Spelling.isTold(change.object(), Form.REST) ? Dialects.record(change, Form.REST) : NullNode.instance);
        var object = Expected.object(change);
        told.set("object", object);
        told.set("payload", Expected.payload(change.object(), change.action(), object));
        told.set("previous_v1", Expected.previous(change, Form.V1));
        told.set("previous_v2", Expected.previous(change, Form.V2));
        told.put("ce_id", eventId(change));
        return told;
    }

    /** Leads came too late for it, and of files and filters no webhook tells. */
    static boolean hasWebhookV1(String object) {
        return !List.of("lead", "file", "filter").contains(object);
    }

    /** Of leads, no list shows that they were deleted. */
    private static boolean isListed(Change change) {
        return !change.isDeletion() || !change.object().equals("lead");
    }

    private static @Nullable String eventId(Change change) {
        return switch (change.action()) {
            case ADDED, DELETED -> uuid(key(change));
            case MERGED -> uuid(key(change) + ':' + change.mergedFrom());
            case UPDATED -> null; // has the content in it, see ADR 2
        };
    }

    private static String key(Change change) {
        return Change.COMPANY
                + ':'
                + change.object()
                + ':'
                + change.id()
                + ':'
                + change.action().word();
    }

    /** RFC 9562, version 5. */
    static String uuid(String name) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            var bytes = Arrays.copyOf(sha1.digest(name.getBytes(UTF_8)), 16);
            bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x50);
            bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
            var buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static Change change(String object, ObjectNode base, ObjectNode line, int index) {
        var action = Action.valueOf(line.get("action").textValue().toUpperCase(Locale.ROOT));
        var after = base.deepCopy();
        if (base.get("id").isNumber()) {
            after.put("id", base.get("id").intValue() + index);
        } else {
            after.put("id", base.get("id").textValue().substring(0, 33) + String.format("%03d", index));
        }
        var name = object.equals("user") ? "modified" : "update_time";
        var addedAt = base.get(object.equals("user") ? "created" : "add_time");
        after.set(name, action == Action.ADDED ? addedAt : later(addedAt, index));
        var before = line.path("before");
        apply(line.path("set"), after);
        var former = after.deepCopy();
        if (action == Action.UPDATED) {
            former.set(name, addedAt);
        }
        apply(before, former);
        return new Change(
                object,
                line.get("name").textValue(),
                action,
                former,
                after,
                line.path("merged_from").textValue());
    }

    private static JsonNode later(JsonNode time, int hours) {
        return Deliveries.JSON
                .getNodeFactory()
                .textNode(Instant.parse(time.textValue())
                        .plus(hours, ChronoUnit.HOURS)
                        .toString());
    }

    /** Custom fields one by one, all else whole. */
    private static void apply(JsonNode changes, ObjectNode record) {
        for (var change : changes.properties()) {
            if (change.getKey().equals("custom")) {
                record.withObjectProperty("custom").setAll((ObjectNode) change.getValue());
            } else {
                record.set(change.getKey(), change.getValue());
            }
        }
    }

    private static List<ObjectNode> lines(Path file) {
        try {
            var lines = new ArrayList<ObjectNode>();
            for (var line : Files.readAllLines(file)) {
                lines.add(Deliveries.json(line));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
