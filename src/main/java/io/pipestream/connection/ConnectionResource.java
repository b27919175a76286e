package io.pipestream.connection;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import io.pipestream.pipedrive.Account;
import io.pipestream.pipedrive.Me;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Adds, shows, tests and removes connections. */
@Path("/api/connections")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "connections")
class ConnectionResource {

    /** @param companyDomain {@code acme} in acme.pipedrive.com; looked up where it is left out */
    record Create(
            @NotBlank String apiToken,

            @Nullable @Pattern(regexp = Account.DOMAIN_SYNTAX, message = "is the acme in acme.pipedrive.com")
            String companyDomain) {}

    /** The token in place of the connection's present credential. */
    record Token(@NotBlank String apiToken) {}

    record Page(List<ConnectionView> data) {}

    /** Pipedrive's answer just now: the token works, and this is whose it is. */
    record TestResult(boolean ok, String userId, String companyId, String companyDomain, String companyName) {

        static TestResult of(Me me) {
            return new TestResult(true, me.userId(), me.companyId(), me.companyDomain(), me.companyName());
        }
    }

    private final Connections connections;

    ConnectionResource(Connections connections) {
        this.connections = connections;
    }

    @POST
    @Operation(summary = "Connect an account by its API token, or renew the token of a connected one")
    public Response create(@NotNull @Valid Create request) {
        var connected = connections.connect(request.companyDomain(), request.apiToken());
        var id = connected.ref().id();
        return Response.status(connected.isNew() ? Status.CREATED : Status.OK)
                .location(URI.create("/api/connections/" + id))
                .entity(get(id))
                .build();
    }

    @GET
    @Operation(summary = "Every connection")
    public Page list() {
        return new Page(connections.views());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One connection")
    public ConnectionView get(@PathParam("id") UUID id) {
        return connections.view(id);
    }

    @POST
    @Path("{id}/test")
    @Operation(summary = "Ask Pipedrive whether the credential works, and note the state; costs 2 of the day's tokens")
    public TestResult test(@PathParam("id") UUID id) {
        return TestResult.of(connections.test(id));
    }

    @PUT
    @Path("{id}/token")
    @Operation(summary = "Give a connection the account's current API token; costs 2 of the day's tokens")
    public ConnectionView replaceToken(@PathParam("id") UUID id, @NotNull @Valid Token request) {
        connections.replaceToken(id, request.apiToken());
        return get(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a connection that has no subscriptions left")
    public void delete(@PathParam("id") UUID id) {
        connections.remove(id);
    }
}
