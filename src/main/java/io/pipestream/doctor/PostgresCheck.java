package io.pipestream.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.pipestream.platform.Check;
import io.pipestream.platform.CheckResult;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Whether Postgres keeps what it says it has committed, can hold our text, and has room for our connections. */
@Singleton
class PostgresCheck implements Check {

    private static final Logger LOG = Logger.getLogger(PostgresCheck.class);

    private final PostgresRepository repository;
    private final Clock clock;
    private final int ours;

    PostgresCheck(PostgresRepository repository, Clock clock, Config config) {
        this.repository = repository;
        this.clock = clock;
        this.ours = Pools.connections(config);
    }

    @Override
    public String part() {
        return "postgres";
    }

    @Override
    public List<CheckResult> look() {
        try {
            repository.facts(); // opens a connection where none is open, so that the clocks are compared without that
            // wait
            var asked = clock.instant();
            var facts = repository.facts();
            return new PostgresRules(
                            facts,
                            asked.plus(Duration.between(asked, clock.instant()).dividedBy(2)),
                            ours)
                    .results();
        } catch (PostgresException e) {
            LOG.debugf(e, "Postgres not asked");
            return List.of(
                    CheckResult.fail(
                            "postgres.reachable",
                            "Postgres does not answer"
                                    + (e.getCause() == null
                                            ? "."
                                            : ": " + e.getCause().getMessage()),
                            "Start it, or correct QUARKUS_DATASOURCE_JDBC_URL, _USERNAME and _PASSWORD. Deliveries are spooled to Kafka meanwhile."));
        }
    }
}
