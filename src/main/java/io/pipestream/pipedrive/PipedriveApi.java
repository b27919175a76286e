package io.pipestream.pipedrive;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Pipedrive's REST API, the calls we make. Bodies are read by {@link PipedriveClient}, for an error may be JSON of two
 * shapes or an HTML page.
 */
@Path("/v1")
interface PipedriveApi {

    @GET
    @Path("users/me")
    Response me(@HeaderParam("x-api-token") String token);

    @GET
    @Path("webhooks")
    Response webhooks(@HeaderParam("x-api-token") String token);

    @POST
    @Path("webhooks")
    @Consumes(MediaType.APPLICATION_JSON)
    Response createWebhook(@HeaderParam("x-api-token") String token, JsonNode webhook);

    @DELETE
    @Path("webhooks/{id}")
    Response deleteWebhook(@HeaderParam("x-api-token") String token, @PathParam("id") String id);
}
