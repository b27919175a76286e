package io.pipestream.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.platform.Problems;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** The schemas, at the URLs that records name. Without a key: who reads the topics need not know the management API. */
@Path("/schemas")
class SchemaResource {

    private static final String JSON_SCHEMA = "application/schema+json";

    private final Schemas schemas;

    SchemaResource(Schemas schemas) {
        this.schemas = schemas;
    }

    /** Every schema's newest version. */
    @GET
    public Response list(@Context Request request) {
        var index = JsonNodeFactory.instance.objectNode().put("asyncapi", schemas.base() + "/asyncapi");
        var list = index.putArray("data");
        for (var name : SchemaLibrary.newest().keySet()) {
            var url = schemas.url(name);
            list.addObject()
                    .put("name", name)
                    .put("version", Released.version(name))
                    .put("schema", url)
                    .put("sample", url + "/sample");
        }
        return Served.document(request, index.toString(), MediaType.APPLICATION_JSON);
    }

    @GET
    @Path("/{name}/v{version:[0-9]{1,4}}")
    public Response schema(
            @PathParam("name") String name, @PathParam("version") int version, @Context Request request) {
        var served = JsonNodeFactory.instance.objectNode();
        served.setAll(find(name, version));
        served.put("$id", schemas.base() + SchemaLibrary.path(name, version));
        return Served.document(request, served.toString(), JSON_SCHEMA);
    }

    /** A value as the schema describes it. */
    @GET
    @Path("/{name}/v{version:[0-9]{1,4}}/sample")
    public Response sample(
            @PathParam("name") String name, @PathParam("version") int version, @Context Request request) {
        var sample = Sample.of(name, find(name, version));
        return Served.document(request, sample.toString(), MediaType.APPLICATION_JSON);
    }

    private static ObjectNode find(String name, int version) {
        var schema = SchemaLibrary.find(name, version);
        if (schema == null) {
            throw Problems.notFound("schema", name + " of version " + version);
        }
        return schema;
    }
}
