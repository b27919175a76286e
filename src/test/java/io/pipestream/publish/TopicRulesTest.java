package io.pipestream.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import io.pipestream.platform.CheckResult;
import io.pipestream.platform.CheckResult.State;
import org.junit.jupiter.api.Test;

/** What a cluster of three brokers can get wrong; one broker is at the front door. */
class TopicRulesTest {

    private static final Map<String, String> SPOOL = Map.of(
            "cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1", "max.message.bytes", "16777216");

    private static final Map<String, String> EVENTS = Map.of(
            "cleanup.policy",
            "delete",
            "min.insync.replicas",
            "2",
            "retention.ms",
            "604800000",
            "max.message.bytes",
            "1048588");

    private static final Map<String, String> COMPACTED =
            Map.of("cleanup.policy", "compact", "min.insync.replicas", "2");

    private static final TopicFacts SPOOL_TOPIC = new TopicFacts("p.spool", 1, 3, 3, SPOOL);
    private static final TopicFacts PROGRESS = new TopicFacts("p.relay-progress", 4, 3, 3, COMPACTED);
    private static final TopicFacts CONTROL = new TopicFacts("p.control", 1, 3, 3, COMPACTED);
    private static final TopicFacts DEALS = new TopicFacts("p.deal.added", 6, 3, 3, EVENTS);

    private static List<CheckResult> wrong(TopicFacts... topics) {
        return new TopicRules("p", 4, 3, List.of(topics))
                .results().stream().filter(result -> result.state() != State.OK).toList();
    }

    private static List<String> names(TopicFacts... topics) {
        return wrong(topics).stream().map(CheckResult::name).toList();
    }

    private static TopicFacts deals(int replicas, int inSync, String insync) {
        return new TopicFacts("p.deal.added", 6, replicas, inSync, Map.of("min.insync.replicas", insync));
    }

    @Test
    void topicsAsTheyShouldBeAreWell() {
        assertThat(wrong(SPOOL_TOPIC, PROGRESS, CONTROL, DEALS)).isEmpty();
        assertThat(wrong()).as("none made yet").isEmpty();
    }

    @Test
    void copiesThatAreTooFewOrBehindAreNamed() {
        assertThat(names(deals(3, 3, "1"))).containsExactly("topics.durability");
        assertThat(names(deals(3, 2, "2"))).containsExactly("topics.in-sync");
        assertThat(names(deals(1, 1, "1"))).containsExactly("topics.replicas");
        assertThat(names(deals(1, 1, "2"))).containsExactly("topics.min-insync-replicas", "topics.replicas");
    }

    @Test
    void aSpoolThatForgetsIsNamed() {
        var forgetful = new TopicFacts("p.spool", 1, 3, 3, Map.of("retention.ms", "604800000"));
        var two = new TopicFacts("p.spool", 2, 3, 3, SPOOL);
        var small = new TopicFacts("p.spool", 1, 3, 3, Map.of("max.message.bytes", "1048588"));
        var compacted = new TopicFacts("p.spool", 1, 3, 3, Map.of("cleanup.policy", "compact"));

        assertThat(List.of(forgetful, two, small, compacted))
                .allSatisfy(topic -> assertThat(names(topic)).containsExactly("topics.spool"));
        assertThat(wrong(two).getFirst().cure()).contains("--entity-name p.spool", "retention.ms=-1");
    }

    @Test
    void aProgressOrControlTopicThatForgetsIsNamed() {
        assertThat(names(new TopicFacts("p.relay-progress", 4, 3, 3, EVENTS))).containsExactly("topics.relay-progress");
        assertThat(names(new TopicFacts("p.relay-progress", 3, 3, 3, COMPACTED)))
                .containsExactly("topics.relay-progress");
        assertThat(names(new TopicFacts("p.control", 1, 3, 3, EVENTS))).containsExactly("topics.control");
    }

    @Test
    void onlyTopicsOfEventsAreHeldToWhatEventsNeed() {
        // A dead letter topic, or somebody's own under our prefix, may be compacted or short.
        var others = Map.of(
                "cleanup.policy",
                "compact",
                "max.message.bytes",
                "100",
                "retention.ms",
                "1",
                "min.insync.replicas",
                "2");

        assertThat(names(
                        new TopicFacts("p.deal.added.dlq", 6, 3, 3, others),
                        new TopicFacts("p.state", 6, 3, 3, others)))
                .isEmpty();
        assertThat(names(new TopicFacts("p.deal.added", 6, 3, 3, others)))
                .containsExactly("topics.compaction", "topics.max-message-bytes", "topics.retention");
    }
}
