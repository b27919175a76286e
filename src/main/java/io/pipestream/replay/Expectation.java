package io.pipestream.replay;

import java.util.ArrayList;
import java.util.List;

/** What consumers will see of a replay, in words for whoever is about to run it. */
final class Expectation {

    private Expectation() {}

    /** @param partitions of a topic that is made for it */
    static List<String> of(Replay replay, int partitions) {
        var plan = replay.plan();
        var sentences = new ArrayList<String>();
        switch (replay.definition().target()) {
            case Target.Original() -> {
                sentences.add(
                        "%d records come again in %s: whoever reads there now sees them, behind all that is there already."
                                .formatted(plan.count(), String.join(", ", plan.topics())));
                sentences.add(
                        "A record that has changed since shows an older event after a newer one. ce_sequence tells which is newer; "
                                + "a consumer that keeps the last state must compare it, or pass over records with ce_replayid.");
            }
            case Target.Hook(var hookId) -> {
                return List.of(
                        "%d events are looked at for hook %s; those of its trigger that pass its filter are sent, and no topic gets any."
                                .formatted(plan.count(), hookId),
                        "webhook-id is that of the first time: a receiver that passes over what it knows passes over what it has had. In addition each call has ce-replayid "
                                + replay.id() + '.',
                        "They stand behind what waits for the hook already, and are tried again like all else.");
            }
            case Target.Side(var topic) -> {
                sentences.add(
                        "%d records in %s, which is made when the replay runs, with %d partitions, if it is not there. No other topic gets any."
                                .formatted(plan.count(), topic, partitions));
                if (replay.definition().asOf() != null) {
                    sentences.add(
                            "One record for each Pipedrive record that had an event before %s, with its last state; a deleted one has no value. The topic is compacted: Kafka keeps the newest of each key."
                                    .formatted(replay.definition().asOf()));
                }
            }
        }
        sentences.add(
                "Key, value and headers are those of the first time, ce_id too: a consumer that deduplicates by ce_id passes over what it has seen. "
                        + "In addition each has ce_replayid " + replay.id() + '.');
        sentences.add(
                "Records of one key are in the order of ce_sequence. With isolation.level=read_committed each is there once, whatever happens.");
        return List.copyOf(sentences);
    }
}
