package io.pipestream.platform;

/** Every PostgreSQL advisory lock we take, so that no two have one number. The numbers are arbitrary. */
public enum AdvisoryLock {
    /** Appends to the journal commit in the order of their sequence numbers (docs/adr/0003). */
    APPENDS(7301),
    /** Of several instances starting at once exactly one makes the first admin key. */
    FIRST_KEY(7302),
    /** Connections are put one at a time, so that two callers who add the same account do not both find it missing. */
    CONNECTIONS(7303),
    /** Likewise for subscriptions. */
    SUBSCRIPTIONS(7304),
    /** Partitions are made one at a time, so that two callers who miss the same do not both make it. */
    PARTITIONS(7305);

    private final int number;

    AdvisoryLock(int number) {
        this.number = number;
    }

    /** For statements that take the lock themselves, with {@code pg_advisory_xact_lock}. */
    public int number() {
        return number;
    }
}
