package io.pipestream.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A refusal: the status and the JSON body the caller gets. */
final class ApiError extends RuntimeException {

    private static final String SEE = "Please check developers.pipedrive.com";

    private final int status;
    private final transient JsonObject body;

    private ApiError(int status, JsonObject body) {
        super(body.encode(), null, false, false);
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    JsonObject body() {
        return body;
    }

    /** The body of most of Pipedrive's API. */
    static ApiError standard(int status, String error) {
        return standard(status, error, SEE);
    }

    static ApiError badRequest(String error) {
        return standard(400, error);
    }

    static ApiError notFoundV1(String object) {
        return standard(404, object + " not found", "Object was not found.");
    }

    static ApiError notFoundV2() {
        return standard(404, "Entity was not found", "Object was not found.");
    }

    static ApiError unauthorized() {
        return new ApiError(
                401,
                new JsonObject()
                        .put("success", false)
                        .put("error", "unauthorized access")
                        .put("errorCode", 401)
                        .put("error_info", SEE));
    }

    /** The webhook endpoints answer in a shape of their own. */
    static ApiError webhook(int status, String field, String text) {
        return new ApiError(
                status,
                new JsonObject()
                        .put("status", "error")
                        .put("success", false)
                        .put("errors", new JsonObject().put(field, JsonArray.of(text))));
    }

    static ApiError forbiddenWebhook() {
        return new ApiError(403, new JsonObject().put("success", false).put("message", "Forbidden"));
    }

    /** The OAuth server's shape. */
    static ApiError oauth(int status, String error, String message) {
        return new ApiError(
                status,
                new JsonObject().put("success", false).put("message", message).put("error", error));
    }

    /** For the sandbox's own controls: the text says what to do. */
    static ApiError badControl(String whatToDo) {
        return control(400, whatToDo);
    }

    static ApiError control(int status, String whatToDo) {
        return new ApiError(status, new JsonObject().put("error", whatToDo));
    }

    private static ApiError standard(int status, String error, String info) {
        return new ApiError(
                status,
                new JsonObject()
                        .put("success", false)
                        .put("error", error)
                        .put("error_info", info)
                        .putNull("data")
                        .putNull("additional_data"));
    }
}
