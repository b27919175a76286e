package io.pipestream.spool;

/**
 * Where a delivery goes that arrives now, by the looks so far. Reading is one volatile read, for every delivery asks;
 * all times are of the monotonic clock, in nanoseconds.
 */
final class Outlook {

    /** Where a delivery goes. */
    enum Way {
        /** Into the journal. */
        DIRECT,
        /** Into Postgres, to be drained. */
        HELD,
        /** Into Kafka, to be drained. */
        SPOOLED,
        /** Nowhere: what this instance spools, nobody would know of. */
        NONE
    }

    /**
     * @param answers     whether Postgres answered when it was last asked
     * @param directUntil when the latest clear look is too old
     * @param spoolUntil  when this instance's row is too old
     */
    private record View(boolean answers, long directUntil, long spoolUntil) {}

    private final long start;
    private volatile View view;
    private long failedAt;

    /** @param now any time before the first look */
    Outlook(long now) {
        this.start = now;
        this.failedAt = now;
        this.view = new View(false, now, now);
    }

    Way way(long now) {
        var seen = view;
        if (!seen.answers()) {
            return orNone(seen, now);
        }
        return now - seen.directUntil() < 0 ? Way.DIRECT : Way.HELD;
    }

    /** Where one goes that Postgres did not take. */
    Way wayWithoutPostgres(long now) {
        return orNone(view, now);
    }

    private static Way orNone(View seen, long now) {
        return now - seen.spoolUntil() < 0 ? Way.SPOOLED : Way.NONE;
    }

    /** A look ended well: our row is committed. */
    synchronized void looked(Look look) {
        var answers = look.startedAt() - failedAt >= 0;
        var directUntil = look.isClear() ? look.startedAt() + Promise.GOOD_FOR.toNanos() : view.directUntil();
        view = new View(answers || view.answers(), directUntil, look.startedAt() + Promise.MAY_SPOOL_FOR.toNanos());
    }

    /** Postgres did not do what it was asked: nothing more is tried there until a look that starts after this ends well. */
    synchronized void failed(long now) {
        failedAt = now;
        view = new View(false, view.directUntil(), view.spoolUntil());
    }

    /** The row is removed: nothing may be spooled any more. */
    synchronized void retired() {
        view = new View(view.answers(), view.directUntil(), start);
    }

    boolean postgresAnswers() {
        return view.answers();
    }
}
