package io.pipestream.verbatim;

import java.util.UUID;

import io.pipestream.journal.KeptBody;
import io.pipestream.platform.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** The bytes of a delivery, or the problem that says what became of them. */
final class Kept {

    private Kept() {}

    /**
     * @param body null if the delivery is gone altogether
     * @throws HttpProblem 410 if there are none any more
     */
    static byte[] bytes(UUID delivery, @Nullable KeptBody body) {
        if (body instanceof KeptBody.Kept(var bytes)) {
            return bytes;
        }
        throw Problems.of(
                Status.GONE,
                "body-removed",
                "The body of delivery " + delivery
                        + " was kept for pipestream.journal.keep-deliveries and then removed."
                        + " The events made of it are still there; raise that setting to keep later bodies longer.");
    }
}
