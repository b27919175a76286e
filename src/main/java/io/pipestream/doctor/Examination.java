package io.pipestream.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.pipestream.platform.Check;
import io.pipestream.platform.CheckResult;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Makes all checks at once; one that breaks or does not end is a finding and keeps no other from its result. */
@Singleton
class Examination {

    private static final Logger LOG = Logger.getLogger(Examination.class);

    /** Longer than a call to Pipedrive with its retries, shorter than most proxies wait. */
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private final List<Check> checks;
    private final Duration limit;

    @Inject
    Examination(@All List<Check> checks) {
        this(checks, LIMIT);
    }

    Examination(List<Check> checks, Duration limit) {
        this.checks = checks;
        this.limit = limit;
    }

    List<CheckResult> run() throws InterruptedException {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var looks = checks.stream()
                    .<Callable<List<CheckResult>>>map(check -> check::look)
                    .toList();
            var ended = threads.invokeAll(looks, limit.toMillis(), TimeUnit.MILLISECONDS);
            var results = new ArrayList<CheckResult>();
            for (int i = 0; i < ended.size(); i++) {
                results.addAll(result(checks.get(i), ended.get(i)));
            }
            return results;
        } finally {
            // Not close(), which would wait for one that does not heed its interruption.
            threads.shutdownNow();
        }
    }

    private List<CheckResult> result(Check check, Future<List<CheckResult>> look) throws InterruptedException {
        try {
            return look.get();
        } catch (CancellationException e) {
            return List.of(CheckResult.fail(
                    check.part(),
                    "No answer within " + limit.toSeconds() + " s.",
                    "See whether it answers at all, and what the log of the service says of it."));
        } catch (ExecutionException e) {
            LOG.warnf(e.getCause(), "check failed part=%s", check.part());
            return List.of(CheckResult.fail(
                    check.part(),
                    "Could not be looked at: "
                            + Objects.requireNonNullElse(e.getCause(), e)
                                    .getClass()
                                    .getSimpleName()
                            + '.',
                    "The log of the service has the reason, at \"check failed part=" + check.part() + "\"."));
        }
    }
}
