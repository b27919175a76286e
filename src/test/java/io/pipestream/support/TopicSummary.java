package io.pipestream.support;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a topic holds, without the values: enough to see whether everything is there once.
 *
 * @param records  how many
 * @param ids      their {@code ce_id}s
 * @param subjects the records of Pipedrive they are about, for example {@code deal/1}
 * @param paths    how many came by which {@code ce_ingestpath}
 */
public record TopicSummary(int records, Set<String> ids, Set<String> subjects, Map<String, Integer> paths) {

    /** Reads the whole topic as it is now. */
    public static TopicSummary of(String bootstrapServers, String topic) {
        var ids = new HashSet<String>();
        var subjects = new HashSet<String>();
        var paths = new TreeMap<String, Integer>();
        Topic.each(bootstrapServers, topic, record -> {
            ids.add(Topic.header(record, "ce_id"));
            subjects.add(Topic.header(record, "ce_subject"));
            paths.merge(Topic.header(record, "ce_ingestpath"), 1, Integer::sum);
        });
        return new TopicSummary(
                paths.values().stream().mapToInt(Integer::intValue).sum(), ids, subjects, paths);
    }
}
