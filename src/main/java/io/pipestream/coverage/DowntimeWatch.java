package io.pipestream.coverage;

import java.time.Clock;

import io.pipestream.connection.Connections;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

/** Notices that nobody was alive: all instances stopped, suspended, or without Postgres. */
@Singleton
class DowntimeWatch {

    private static final String DETAIL = "no instance was running, or none could reach Postgres";

    private final HeartbeatRepository heartbeat;
    private final Connections connections;
    private final Gaps gaps;
    private final Clock clock;
    private final CoverageConfig config;

    DowntimeWatch(
            HeartbeatRepository heartbeat, Connections connections, Gaps gaps, Clock clock, CoverageConfig config) {
        this.heartbeat = heartbeat;
        this.connections = connections;
        this.gaps = gaps;
        this.clock = clock;
        this.config = config;
    }

    /**
     * Notes that this instance is alive, and first, if nobody was for too long, a gap of each connection. Both in one
     * transaction: who dies in between leaves the old heartbeat, and with it the downtime, to the next one. Of several
     * instances that start at once the first one opens the gaps.
     */
    @Transactional
    void beat() {
        var last = heartbeat.lock();
        var now = clock.instant();
        var downtime = Downtime.between(last, now, config.downtimeAfter());
        if (downtime != null) {
            for (var connection : connections.all()) {
                gaps.open(connection.id(), Cause.DOWNTIME, downtime.from(), DETAIL);
                gaps.over(connection.id(), Cause.DOWNTIME, downtime.to());
            }
        }
        heartbeat.beat(now);
    }
}
