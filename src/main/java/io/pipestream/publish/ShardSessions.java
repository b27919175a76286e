package io.pipestream.publish;

import io.pipestream.journal.Commits;
import io.pipestream.journal.Outbox;
import io.pipestream.journal.ShardRepository;
import jakarta.inject.Singleton;

/** Begins tenures of shards, and has what a {@link ShardSession} needs. */
@Singleton
class ShardSessions {

    final Outbox outbox;
    final ShardRepository shards;
    final Commits commits;
    final Topics topics;
    final PublishConfig config;
    private final Handovers handovers;

    ShardSessions(
            Outbox outbox,
            ShardRepository shards,
            Commits commits,
            Topics topics,
            PublishConfig config,
            Handovers handovers) {
        this.outbox = outbox;
        this.shards = shards;
        this.commits = commits;
        this.topics = topics;
        this.config = config;
        this.handovers = handovers;
    }

    /** Takes the shard over: from here on, what earlier holders decide or send is void. */
    ShardSession open(int shard, ShardLease lease) throws InterruptedException {
        var epoch = shards.takeOver(shard);
        var handover = handovers.open(shard, shards.count(), lease);
        try {
            return new ShardSession(this, shard, epoch, handover, new Waiting(outbox.waiting(shard)));
        } catch (RuntimeException | Error e) {
            handover.close();
            throw e;
        }
    }
}
