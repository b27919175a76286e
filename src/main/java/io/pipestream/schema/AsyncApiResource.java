package io.pipestream.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The AsyncAPI document of this installation's topics, without a key, as JSON or as YAML. */
@Path("/")
class AsyncApiResource {

    private static final String YAML = "application/yaml";

    private static final YAMLMapper YAML_MAPPER =
            YAMLMapper.builder().disable(Feature.WRITE_DOC_START_MARKER).build();

    private final ObjectNode document;

    AsyncApiResource(
            Schemas schemas,
            @ConfigProperty(name = "pipestream.publish.topic-prefix") String topicPrefix,
            @ConfigProperty(name = "pipestream.publish.topic-partitions") int topicPartitions) {
        this.document = AsyncApi.of(topicPrefix, topicPartitions, schemas.base());
    }

    /** JSON, unless YAML is asked for. */
    @GET
    @Path("asyncapi")
    public Response negotiated(@Context HttpHeaders headers, @Context Request request) throws JsonProcessingException {
        var wanted = headers.getHeaderString(HttpHeaders.ACCEPT);
        return wanted != null && wanted.contains("yaml") ? yaml(request) : json(request);
    }

    @GET
    @Path("asyncapi.json")
    public Response json(@Context Request request) {
        return Served.document(request, document.toString(), MediaType.APPLICATION_JSON);
    }

    @GET
    @Path("asyncapi.yaml")
    public Response yaml(@Context Request request) throws JsonProcessingException {
        return Served.document(request, YAML_MAPPER.writeValueAsString(document), YAML);
    }
}
