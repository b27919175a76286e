package io.pipestream.chaos;

import java.time.Duration;

/** What can be done to the processes and to the network between them. */
enum Kind {
    KILL_REPLICA("kill -9 of a replica", Target.REPLICA, 9, 0, 3),
    KILL_POSTGRES("kill -9 of Postgres", Target.POSTGRES, 3, 0.5, 6),
    KILL_KAFKA("kill -9 of Kafka", Target.KAFKA, 3, 0.5, 6),
    /** For longer than the lease of a shard, so that it wakes up as one who has been replaced. */
    PAUSE_REPLICA("a replica stopped and resumed", Target.REPLICA, 2, 7, 12),
    RESTART_REPLICA("graceful restart of a replica", Target.REPLICA, 1, 0, 1),
    CUT_POSTGRES("a replica's connections to Postgres cut", Target.POSTGRES_LINK, 1, 1, 8),
    CUT_KAFKA("a replica's connections to Kafka cut", Target.KAFKA_LINK, 1, 1, 8),
    SILENCE_POSTGRES("silence between a replica and Postgres", Target.POSTGRES_LINK, 1, 1, 8),
    SILENCE_KAFKA("silence between a replica and Kafka", Target.KAFKA_LINK, 1, 1, 8),
    DELAY_POSTGRES("0.2 s each way between a replica and Postgres", Target.POSTGRES_LINK, 1, 5, 10),
    DELAY_KAFKA("0.2 s each way between a replica and Kafka", Target.KAFKA_LINK, 1, 5, 10);

    /** What one thing at a time happens to. Of those that belong to a replica there is one for each. */
    enum Target {
        REPLICA,
        POSTGRES,
        KAFKA,
        POSTGRES_LINK,
        KAFKA_LINK
    }

    /** How long a delayed link takes more, each way. */
    static final Duration DELAY = Duration.ofMillis(200);

    final String text;
    final Target target;
    /** How often it is in a deck. */
    final int cards;

    final Duration shortest;
    final Duration longest;

    Kind(String text, Target target, int cards, double shortest, double longest) {
        this.text = text;
        this.target = target;
        this.cards = cards;
        this.shortest = Duration.ofMillis(Math.round(shortest * 1000));
        this.longest = Duration.ofMillis(Math.round(longest * 1000));
    }

    boolean isKill() {
        return this == KILL_REPLICA || this == KILL_POSTGRES || this == KILL_KAFKA;
    }
}
