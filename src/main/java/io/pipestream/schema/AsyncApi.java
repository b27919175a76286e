package io.pipestream.schema;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.EventHeader;
import io.pipestream.event.EventType;
import io.pipestream.normalise.Catalogue;
import org.jspecify.annotations.Nullable;

/** The AsyncAPI document of all topics that are for consumers. */
final class AsyncApi {

    static final String VERSION = "3.0.0";

    /** The name under which the topics as such have a version: their names, keys and headers. */
    static final String TOPICS = "topics";

    private static final String BINDING_VERSION = "0.5.0";

    private static final String SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12";

    private static final String DESCRIPTION =
            "What happens in Pipedrive accounts. Each record is one event, keyed by the"
                    + " record it is about; events of one key are in order. Read with isolation.level=read_committed to see each"
                    + " once. Headers are CloudEvents 1.0 in binary mode. Schemas are only added to: a change that readers would"
                    + " have to know of is a new version under a new URL.";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String prefix;
    private final int partitions;
    private final String base;
    private final ObjectNode channels = NODES.objectNode();
    private final ObjectNode operations = NODES.objectNode();
    private final ObjectNode messages = NODES.objectNode();

    private AsyncApi(String prefix, int partitions, String base) {
        this.prefix = prefix;
        this.partitions = partitions;
        this.base = base;
    }

    /**
     * The document of an installation.
     *
     * @param prefix     the first part of its topics
     * @param partitions of a topic that it makes
     * @param base       where it can be found from outside
     */
    static ObjectNode of(String prefix, int partitions, String base) {
        return new AsyncApi(prefix, partitions, base).document();
    }

    /** What the channel of a type of event is called in the document. */
    static String channel(EventType type) {
        return type.object() + '_' + type.action();
    }

    private ObjectNode document() {
        Catalogue.records()
                .forEach((object, record) ->
                        Catalogue.actions(object).forEach(action -> addEvents(EventType.of(object, action))));
        addOtherEvents();
        addDeadLetters();
        addControl();
        var document = NODES.objectNode().put("asyncapi", VERSION);
        document.putObject("info")
                .put("title", "Pipestream")
                .put("version", Integer.toString(Released.version(TOPICS)))
                .put("description", DESCRIPTION)
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0");
        document.put("defaultContentType", "application/json");
        document.set("channels", channels);
        document.set("operations", operations);
        document.putObject("components").set("messages", messages);
        return document;
    }

    private void addEvents(EventType type) {
        var name = channel(type);
        var headers = new HeaderSchema(type.name(), type.object(), url(type.name()));
        addMessage(name, type.name(), type.name(), headers.ofReplayable(EventHeader.ofEvents()), headers.eventKey());
        addChannel(name, type.topic(prefix), "Every " + type.object() + " that was " + type.action() + '.', partitions);
    }

    private void addOtherEvents() {
        var headers = new HeaderSchema(null, null, url(SchemaLibrary.EVENT));
        addMessage(
                "other", null, SchemaLibrary.EVENT, headers.ofReplayable(EventHeader.ofEvents()), headers.eventKey());
        var channel = addChannel(
                "other",
                new EventType("{object}", "{action}").topic(prefix),
                "Events of any other object that Pipedrive tells of, and of any other thing that happens to one.",
                partitions);
        addParameters(channel);
    }

    private void addDeadLetters() {
        var headers = new HeaderSchema(null, null, url(SchemaLibrary.DEAD_LETTER));
        addMessage(
                "dead_letter",
                null,
                SchemaLibrary.DEAD_LETTER,
                headers.ofReplayable(EventHeader.ofDeadLetters()),
                headers.eventKey());
        var channel = addChannel(
                "dead_letters",
                TopicNames.deadLetters(new EventType("{object}", "{action}").topic(prefix)),
                "Events that Kafka did not take, because they are too large for example: their headers, why, and where the"
                        + " event can be read. Where there can be no topic of the event's name, this goes to "
                        + TopicNames.deadLetters(prefix) + '.',
                partitions,
                "dead_letter");
        addParameters(channel);
    }

    private void addControl() {
        var name = "control";
        var headers = new HeaderSchema(Schemas.COVERAGE_ADVANCED, null, url(Schemas.COVERAGE_ADVANCED));
        addMessage(
                name,
                Schemas.COVERAGE_ADVANCED,
                Schemas.COVERAGE_ADVANCED,
                headers.of(EventHeader.ofControl()),
                HeaderSchema.companyKey());
        var channel = addChannel(
                name,
                TopicNames.control(prefix),
                "Up to which instant everything that happened in an account is in the other topics.",
                1);
        channel.withObjectProperty("bindings")
                .withObjectProperty("kafka")
                .putObject("topicConfiguration")
                .putArray("cleanup.policy")
                .add("compact");
    }

    private void addMessage(String name, @Nullable String type, String schemaName, ObjectNode headers, ObjectNode key) {
        var message = messages.putObject(name).put("name", type == null ? schemaName : type);
        message.put("contentType", "application/json");
        message.set("headers", headers);
        message.putObject("payload")
                .put("schemaFormat", SCHEMA_FORMAT)
                .putObject("schema")
                .put("$ref", url(schemaName));
        message.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", BINDING_VERSION)
                .set("key", key);
    }

    private ObjectNode addChannel(String name, String address, String description, int partitionCount) {
        return addChannel(name, address, description, partitionCount, name);
    }

    private ObjectNode addChannel(String name, String address, String description, int partitionCount, String message) {
        var channel = channels.putObject(name).put("address", address).put("description", description);
        channel.putObject("messages").putObject(message).put("$ref", "#/components/messages/" + message);
        channel.putObject("bindings")
                .putObject("kafka")
                .put("partitions", partitionCount)
                .put("bindingVersion", BINDING_VERSION);
        operations
                .putObject("send_" + name)
                .put("action", "send")
                .putObject("channel")
                .put("$ref", "#/channels/" + name);
        return channel;
    }

    private static void addParameters(ObjectNode channel) {
        var parameters = channel.putObject("parameters");
        parameters.putObject("object").put("description", "As Pipedrive spells it, in the singular.");
        var actions = parameters
                .putObject("action")
                .put("description", "What happened to it.")
                .putArray("enum");
        Stream.of(Action.values()).map(Action::word).forEach(actions::add);
    }

    private String url(String schema) {
        return base + SchemaLibrary.path(schema, Released.version(schema));
    }
}
