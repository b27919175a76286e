package io.pipestream.platform;

import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers a JSON body of the wrong shape as a problem that names the field. Before the mappers of Quarkus, which answers
 * without a word, and of resteasy-problem, which names our classes.
 */
class BodyMappers {

    private static final int BEFORE_EXTENSIONS = 1;

    @ServerExceptionMapper(priority = BEFORE_EXTENSIONS)
    Response shape(MismatchedInputException e) {
        return invalid(e, "is missing or of the wrong type");
    }

    @ServerExceptionMapper(priority = BEFORE_EXTENSIONS)
    Response value(InvalidFormatException e) {
        return invalid(e, "has a value that is not allowed");
    }

    @ServerExceptionMapper(priority = BEFORE_EXTENSIONS)
    Response field(UnrecognizedPropertyException e) {
        return invalid(e, "is not a field of this request");
    }

    private static Response invalid(MismatchedInputException e, String what) {
        var path = e.getPath().stream()
                .map(Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        var field = path.isEmpty() ? "The body" : path;
        return Problems.of(Status.BAD_REQUEST, "body-invalid", field + ' ' + what + "; see /api/openapi.")
                .toResponse();
    }
}
