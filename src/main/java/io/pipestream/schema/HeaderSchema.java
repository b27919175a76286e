package io.pipestream.schema;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.EventHeader;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the headers and in the key of the records of one channel. What holds in the code is taken from there: a
 * key of another form is another pattern here.
 *
 * @param type    the CloudEvents type, or null for any
 * @param object  the object the events are of, or null for any
 * @param dataUrl an example of {@code ce_dataschema}
 */
record HeaderSchema(@Nullable String type, @Nullable String object, String dataUrl) {

    /** What an id may be made of, see {@code normalise}: printable ASCII without blank or colon. */
    private static final String ID = "[!-9;-~]+";

    private static final String OBJECT = "[A-Za-z][A-Za-z0-9_-]*";

    // What stands for any id and any object while a pattern is made; no id or object looks like it.
    private static final String ANY_ID = "0id0";
    private static final String ANY_OBJECT = "0object0";

    ObjectNode of(List<EventHeader> headers) {
        return of(headers, List.of());
    }

    /** Of records that may have been sent again on request. */
    ObjectNode ofReplayable(List<EventHeader> headers) {
        return of(headers, EventHeader.ofReplays());
    }

    private ObjectNode of(List<EventHeader> always, List<EventHeader> sometimes) {
        var schema = ObjectSchema.always();
        for (var header : always) {
            if (header.isAlwaysThere()) {
                schema.with(header.wireName(), one(header));
            } else {
                schema.maybeWith(header.wireName(), one(header));
            }
        }
        sometimes.forEach(header -> schema.maybeWith(header.wireName(), one(header)));
        return schema.build();
    }

    /** The key of an event of this object. */
    ObjectNode eventKey() {
        var key = RecordRef.key(ANY_ID, objectName(), ANY_ID);
        return text("The record that changed. Records with one key are in the order in which they became known.")
                .put("pattern", anchored(key));
    }

    /** The key of a record of the control topic. */
    static ObjectNode companyKey() {
        return text("Pipedrive's id of the account. Of a key the newest record counts.")
                .put("pattern", '^' + ID + '$');
    }

    private ObjectNode one(EventHeader header) {
        return switch (header) {
            case SPECVERSION -> ObjectSchema.oneOf(List.of("1.0")).put("description", "The version of CloudEvents.");
            case ID ->
                text("The event's id, the same whenever it is sent again: the key to deduplicate by.")
                        .put("format", "uuid");
            case SOURCE ->
                text("The account, as https:// and its host, or as a path with its id while the host is unknown.")
                        .put("pattern", "^(https://|/pipedrive/)");
            case TYPE ->
                type == null
                        ? text("What happened to what.").put("pattern", "^com\\.pipedrive\\.")
                        : ObjectSchema.oneOf(List.of(type)).put("description", "What happened to what.");
            case SUBJECT ->
                isOfCompany()
                        ? companyKey()
                        : text("The record that changed.")
                                .put("pattern", anchored(new RecordRef("1", objectName(), ANY_ID).subject()));
            case TIME -> text("When it happened.").put("format", FieldSchema.INSTANT_FORMAT);
            case DATASCHEMA -> dataSchema();
            case PARTITIONKEY -> isOfCompany() ? companyKey() : eventKey();
            case SEQUENCE -> text("A number that grows per record.").put("pattern", "^[0-9]+$");
            case INGESTPATH -> ingestPath();
            case CONTENT_TYPE ->
                ObjectSchema.oneOf(List.of("application/json")).put("description", "The value is JSON in UTF-8.");
            case TRACEPARENT ->
                text("The span that sent the record, if there are traces (W3C Trace Context).")
                        .put("pattern", "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$");
            case TEST ->
                ObjectSchema.oneOf(List.of("true"))
                        .put(
                                "description",
                                "The record is a sample that somebody sent to try a consumer; only then is it there.");
            case REPLAYID ->
                text("The replay that sent the event again; only then is it there.")
                        .put("format", "uuid");
            case DEAD_LETTER_REASON -> text("Why Kafka did not take the event.");
            case DEAD_LETTER_TOPIC -> text("The topic the event was meant for.");
        };
    }

    private boolean isOfCompany() {
        return Schemas.COVERAGE_ADVANCED.equals(type);
    }

    private String objectName() {
        return object == null ? ANY_OBJECT : object;
    }

    private ObjectNode dataSchema() {
        var schema = text("Where the JSON Schema of the value is.").put("format", "uri");
        schema.putArray("examples").add(dataUrl);
        return schema;
    }

    private static ObjectNode ingestPath() {
        Set<String> paths =
                new TreeSet<>(Stream.of(Source.values()).map(Source::ingestPath).toList());
        var schema = text("The path it became known by. The list is open: more may come.");
        var examples = schema.putArray("examples");
        paths.forEach(examples::add);
        return schema;
    }

    /** A pattern for texts like this one, in which ids and, where there is none given, the object are any. */
    private static String anchored(String text) {
        var pattern = new StringBuilder("^");
        for (var part : text.splitWithDelimiters(ANY_ID + '|' + ANY_OBJECT, 0)) {
            pattern.append(
                    switch (part) {
                        case ANY_ID -> ID;
                        case ANY_OBJECT -> OBJECT;
                        default -> quoted(part);
                    });
        }
        return pattern.append('$').toString();
    }

    /** {@link Pattern#quote} in the characters that every dialect of regular expressions has. */
    private static String quoted(String text) {
        return text.replaceAll("([^A-Za-z0-9:/_-])", "\\\\$1");
    }

    private static ObjectNode text(String description) {
        return ObjectSchema.described(ObjectSchema.type("string"), description);
    }
}
