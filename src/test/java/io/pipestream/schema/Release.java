package io.pipestream.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the code declares today beside what was released last, and the way from one to the other.
 *
 * @param folder of the released files
 */
record Release(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Path SOURCES = Path.of("src/main/resources" + Released.FOLDER);

    /** Of the released topics: an installation as the documents describe it. */
    private static final String PREFIX = "pipedrive";

    private static final int PARTITIONS = 6;
    private static final String BASE = "https://pipestream.example";

    static Release of(Path home) {
        return new Release(home.resolve(SOURCES));
    }

    /** How today's declarations break what was released: name to sentences. Empty if nothing is broken. */
    Map<String, List<String>> breaks() {
        var breaks = new TreeMap<String, List<String>>();
        var today = SchemaLibrary.newest();
        for (var name : Released.versions().keySet()) {
            var released = Released.document(name, Released.version(name));
            var problems = released == null
                    ? List.of("the released file is missing")
                    : name.equals(AsyncApi.TOPICS)
                            ? TopicCompatibility.breaks(released, topics())
                            : today.containsKey(name)
                                    ? Compatibility.breaks(released, today.get(name))
                                    : List.of("it was removed");
            if (!problems.isEmpty()) {
                breaks.put(name, problems);
            }
        }
        return breaks;
    }

    /**
     * Writes today's declarations as released. What breaks becomes a new version, and the old one stays.
     *
     * @return what was written, one line each
     */
    List<String> write() throws IOException {
        return write(breaks().keySet());
    }

    List<String> write(Set<String> broken) throws IOException {
        var written = new ArrayList<String>();
        var index = JSON.createObjectNode();
        var versions = new TreeMap<String, Integer>(Released.versions());
        for (var declared : SchemaLibrary.declared().entrySet()) {
            var name = declared.getKey();
            int version = Released.version(name) + (broken.contains(name) ? 1 : 0);
            var schema = SchemaLibrary.entitled(name, version, declared.getValue(), Released.document(name, version));
            versions.put(name, version);
            write(name, version, schema, written);
        }
        int topics = Released.version(AsyncApi.TOPICS) + (broken.contains(AsyncApi.TOPICS) ? 1 : 0);
        versions.put(AsyncApi.TOPICS, topics);
        write(AsyncApi.TOPICS, topics, topics(), written);
        versions.forEach(index::put);
        save(folder.resolve("index.json"), index, written);
        return written;
    }

    static ObjectNode topics() {
        return AsyncApi.of(PREFIX, PARTITIONS, BASE);
    }

    private void write(String name, int version, ObjectNode document, List<String> written) throws IOException {
        save(folder.resolve(Released.file(name, version)), document, written);
    }

    private static void save(Path file, JsonNode document, List<String> written) throws IOException {
        var text = Pretty.of(document);
        if (!text.equals(read(file))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            written.add("wrote " + file);
        }
    }

    private static @Nullable String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : null;
    }
}
