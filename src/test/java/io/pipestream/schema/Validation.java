package io.pipestream.schema;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

/** Holds values to schemas, formats included. Schemas that were read once are kept. */
final class Validation {

    private static final ObjectMapper JSON = new ObjectMapper()
            // A number of any size is a number; as a double it might be none.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    // By identity: to compare two schemas takes longer than to use one.
    private static final Map<JsonNode, Schema> READ = Collections.synchronizedMap(new IdentityHashMap<>());

    private Validation() {}

    /** What is wrong with the value, by the validator's words; empty if nothing is. */
    static List<String> problems(JsonNode schema, JsonNode value) {
        return READ.computeIfAbsent(schema, Validation::read).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /** The newest version of the schema of this name. */
    static ObjectNode schema(String name) {
        return Objects.requireNonNull(SchemaLibrary.newest().get(name), name);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static Schema read(JsonNode schema) {
        var config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        return SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config))
                .getSchema(schema);
    }
}
