package io.pipestream.schema;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.EventType;
import io.pipestream.normalise.Catalogue;
import org.jspecify.annotations.Nullable;

/**
 * All schemas. The newest version of each is made of the code's declarations, once; older ones are the released files.
 * Their {@code $id} is relative here, as nothing of an installation's is part of a schema.
 */
final class SchemaLibrary {

    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** Of what any event is like. */
    static final String EVENT = "event";

    static final String DEAD_LETTER = "dead-letter";

    private static final class Made {
        static final SortedMap<String, ObjectNode> ALL = make();

        private static SortedMap<String, ObjectNode> make() {
            var schemas = declared();
            schemas.replaceAll((name, schema) -> {
                int version = Released.version(name);
                return entitled(name, version, schema, Released.document(name, version));
            });
            return Collections.unmodifiableSortedMap(schemas);
        }
    }

    private SchemaLibrary() {}

    /** The newest version of every schema by name. Not to be changed. */
    static SortedMap<String, ObjectNode> newest() {
        return Made.ALL;
    }

    /** One version of a schema, not to be changed; null if there is none. */
    static @Nullable ObjectNode find(String name, int version) {
        return version == Released.version(name) ? newest().get(name) : Released.document(name, version);
    }

    /** The path under which a schema is served, and its relative {@code $id}. */
    static String path(String name, int version) {
        return "/schemas/" + name + "/v" + version;
    }

    /** Every schema as the code declares it, without a name and a version. */
    static SortedMap<String, ObjectNode> declared() {
        var schemas = new TreeMap<String, ObjectNode>();
        Catalogue.records()
                .forEach((object, record) -> Catalogue.actions(object)
                        .forEach(action -> schemas.put(
                                EventType.of(object, action).name(), EventSchema.of(object, record, action))));
        schemas.put(EVENT, EventSchema.ofAny());
        schemas.put(Schemas.COVERAGE_ADVANCED, OtherSchemas.coverageAdvanced());
        schemas.put(DEAD_LETTER, OtherSchemas.deadLetter());
        return schemas;
    }

    /**
     * A declared schema as this version.
     *
     * @param released what was released of this version; null if nothing was
     */
    static ObjectNode entitled(String name, int version, ObjectNode declared, @Nullable ObjectNode released) {
        if (released != null) {
            Released.keepPromise(declared, released);
        }
        var entitled = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", DIALECT)
                .put("$id", path(name, version))
                .put("title", name + ", version " + version);
        return entitled.setAll(declared);
    }
}
