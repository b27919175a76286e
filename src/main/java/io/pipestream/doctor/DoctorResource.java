package io.pipestream.doctor;

import java.util.Comparator;
import java.util.List;

import io.pipestream.platform.CheckResult;
import io.pipestream.platform.CheckResult.State;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows what is wrong around the service, and its cure. */
@Path("/api/doctor")
@RolesAllowed("admin")
@Tag(name = "doctor")
class DoctorResource {

    /** @param state the worst of all */
    record Report(State state, List<CheckResult> checks) {

        static Report of(List<CheckResult> checks) {
            var worst = checks.stream()
                    .map(CheckResult::state)
                    .max(Comparator.naturalOrder())
                    .orElse(State.OK);
            return new Report(worst, checks);
        }
    }

    private final Examination examination;

    DoctorResource(Examination examination) {
        this.examination = examination;
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary =
                    "Look at settings, Postgres, Kafka, topics, Pipedrive, clocks and the public URL; changes nothing,"
                            + " takes seconds, costs 12 of the day's tokens for each connection")
    public Report look() throws InterruptedException {
        return Report.of(examination.run());
    }
}
