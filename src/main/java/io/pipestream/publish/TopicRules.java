package io.pipestream.publish;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.pipestream.event.Action;
import io.pipestream.platform.CheckResult;
import io.pipestream.schema.TopicNames;

/**
 * What our topics must be so that they keep what they are given, judged by how Kafka has them. A topic that is not there
 * yet is made when it is needed. Pure.
 */
record TopicRules(String prefix, int shards, int brokers, List<TopicFacts> topics) {

    /** The broker's own default; below it, records are refused that any consumer could read. */
    private static final long SMALLEST_RECORD = 1_000_000;

    /** What the spool makes its topic with. */
    private static final long SPOOLED_RECORD = 16L * 1024 * 1024;

    private static final long SHORTEST_RETENTION = Duration.ofDays(1).toMillis();

    List<CheckResult> results() {
        return List.of(
                progress(),
                spool(),
                compaction(),
                judge(
                        "topics.control",
                        topic -> topic.name().equals(TopicNames.control(prefix)) && !topic.isCompacted(),
                        "not compacted: a consumer that comes late does not learn how far all is complete",
                        "kafka-configs --alter --entity-type topics --entity-name {topic} --add-config cleanup.policy=compact",
                        false),
                judge(
                        "topics.max-message-bytes",
                        topic -> isOfEvents(topic)
                                && topic.number("max.message.bytes", SMALLEST_RECORD) < SMALLEST_RECORD,
                        "max.message.bytes below " + SMALLEST_RECORD
                                + ": events of an ordinary size become dead letters",
                        "kafka-configs --alter --entity-type topics --entity-name {topic} --delete-config max.message.bytes",
                        true),
                judge(
                        "topics.min-insync-replicas",
                        topic -> topic.number("min.insync.replicas", 1) > topic.replicas(),
                        "min.insync.replicas above the number of replicas: nothing can be written",
                        "kafka-configs --alter --entity-type topics --entity-name {topic} --add-config min.insync.replicas=1, or give it more replicas",
                        true),
                judge(
                        "topics.durability",
                        topic -> topic.replicas() > 1 && topic.number("min.insync.replicas", 2) < 2,
                        "min.insync.replicas is 1: one broker's disk may have the only copy of what was acknowledged",
                        "kafka-configs --alter --entity-type topics --entity-name {topic} --add-config min.insync.replicas=2",
                        false),
                judge(
                        "topics.replicas",
                        topic -> topic.replicas() == 1 && brokers > 1,
                        "one replica, though there are " + brokers + " brokers: it is away when that broker is",
                        "set pipestream.publish.topic-replication, and reassign {topic} with kafka-reassign-partitions",
                        false),
                judge(
                        "topics.in-sync",
                        topic -> topic.inSync() < topic.replicas(),
                        "replicas that are not in sync",
                        "see which broker is down or behind: kafka-topics --describe --under-replicated-partitions",
                        false),
                judge(
                        "topics.retention",
                        topic -> isOfEvents(topic) && isShort(topic.number("retention.ms", -1)),
                        "kept for less than a day: a consumer that is down overnight misses events",
                        "kafka-configs --alter --entity-type topics --entity-name {topic} --add-config retention.ms=604800000",
                        false));
    }

    private CheckResult progress() {
        return judge(
                "topics.relay-progress",
                topic -> topic.name().equals(prefix + ".relay-progress")
                        && (!topic.isCompacted() || topic.partitions() < shards),
                "not compacted, or fewer than " + shards + " partitions: the relay cannot find where it stopped",
                "kafka-configs --alter --entity-type topics --entity-name {topic} --add-config cleanup.policy=compact; kafka-topics --alter --topic {topic} --partitions "
                        + shards,
                true);
    }

    private CheckResult spool() {
        return judge(
                "topics.spool",
                topic -> topic.name().equals(prefix + ".spool") && !isGoodSpool(topic),
                "not as the spool needs it (one partition, not compacted, retention.ms=-1, max.message.bytes of 16 MB): deliveries that were answered 2xx can be lost",
                "kafka-configs --alter --entity-type topics --entity-name {topic} --add-config cleanup.policy=delete,retention.ms=-1,retention.bytes=-1,max.message.bytes="
                        + SPOOLED_RECORD,
                true);
    }

    private static boolean isGoodSpool(TopicFacts topic) {
        return topic.partitions() == 1
                && !topic.isCompacted()
                && topic.number("retention.ms", -1) < 0
                && topic.number("retention.bytes", -1) < 0
                && topic.number("max.message.bytes", SPOOLED_RECORD) >= SPOOLED_RECORD;
    }

    private CheckResult compaction() {
        return judge(
                "topics.compaction",
                topic -> isOfEvents(topic) && topic.isCompacted(),
                "compacted: Kafka deletes all events of a record but its last",
                "kafka-configs --alter --entity-type topics --entity-name {topic} --add-config cleanup.policy=delete; what is gone already comes back by a replay",
                true);
    }

    private boolean isOfEvents(TopicFacts topic) {
        var actions = List.of(Action.values()).stream().map(Action::word).collect(joining("|"));
        return topic.name().matches(Pattern.quote(prefix) + "\\.[a-zA-Z_]+\\.(?:" + actions + ")");
    }

    private static boolean isShort(long retention) {
        return retention >= 0 && retention < SHORTEST_RETENTION;
    }

    /** @param cure with {@code {topic}} for the first that is wrong */
    private CheckResult judge(
            String name, Predicate<TopicFacts> isWrong, String found, String cure, boolean losesEvents) {
        var wrong =
                topics.stream().filter(isWrong).map(TopicFacts::name).sorted().toList();
        if (wrong.isEmpty()) {
            return CheckResult.ok(name, "Of " + topics.size() + " topics none is wrong.");
        }
        var all = String.join(", ", wrong) + ": " + found + '.';
        var what = cure.replace("{topic}", wrong.getFirst());
        return losesEvents ? CheckResult.fail(name, all, what) : CheckResult.warn(name, all, what);
    }
}
