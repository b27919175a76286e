package io.pipestream.coverage;

import java.util.List;
import java.util.UUID;

import io.pipestream.coverage.Gap.State;
import io.pipestream.coverage.GapRepository.Listed;
import io.pipestream.platform.Cursor;
import io.pipestream.platform.Limits;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows when webhooks could not be heard, and whether that was repaired. */
@Path("/api/gaps")
@RolesAllowed("admin")
@Tag(name = "coverage")
class GapResource {

    /** @param nextCursor hand it back to read on; null on the last page */
    record Page(List<Gap> data, @Nullable String nextCursor) {}

    private final GapRepository gaps;

    GapResource(GapRepository gaps) {
        this.gaps = gaps;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Gaps, the one that was noticed last first")
    public Page list(
            @QueryParam("connection_id") @Schema(format = "uuid") @Nullable String connectionId,
            @QueryParam("state") @Schema(enumeration = {"blind", "open", "closed"}) @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var size = Limits.parse(limit);
        var found = gaps.page(connection(connectionId), state(state), Cursor.seq(cursor, Long.MAX_VALUE), size + 1);
        var more = found.size() > size;
        var page = more ? found.subList(0, size) : found;
        return new Page(
                page.stream().map(Listed::gap).toList(),
                more ? Cursor.of(page.getLast().seq()) : null);
    }

    private static @Nullable UUID connection(@Nullable String id) {
        if (id == null) {
            return null;
        }
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Problems.of(
                    Status.BAD_REQUEST,
                    "connection-id-invalid",
                    "connection_id is a UUID as /api/connections lists it.");
        }
    }

    private static @Nullable State state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        try {
            return State.of(word);
        } catch (IllegalArgumentException e) {
            throw Problems.of(Status.BAD_REQUEST, "state-invalid", "state is one of blind, open, closed.");
        }
    }
}
