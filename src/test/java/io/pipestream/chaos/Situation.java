package io.pipestream.chaos;

/** What a replica could reach while it gave an answer. */
enum Situation {
    ALL_UP("everything reachable"),
    NO_KAFKA("Kafka away"),
    NO_POSTGRES("Postgres away or slow"),
    AFTER_POSTGRES("Postgres back for less than 10 s"),
    NEITHER("Postgres and Kafka away or slow"),
    REPLICA_DISTURBED("replica stopped, stopping or starting");

    final String text;

    Situation(String text) {
        this.text = text;
    }
}
