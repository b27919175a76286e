package io.pipestream.platform;

import java.net.URI;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** Makes RFC 9457 problems: a stable code for programs, a sentence that says what to do for people. */
public final class Problems {

    private Problems() {}

    /**
     * A problem to throw.
     *
     * @param code   stable and in kebab-case; becomes the last part of {@code type}, see docs/problems.md
     * @param detail what went wrong and what to do about it; never a secret, never a stack trace
     */
    public static HttpProblem of(Status status, String code, String detail) {
        return HttpProblem.builder()
                .withType(URI.create("/problems/" + code))
                .withTitle(code.replace('-', ' '))
                .withStatus(status.getStatusCode())
                .withDetail(detail)
                .build();
    }

    /** 422: what is asked for can be read, and cannot be done. Otherwise as {@link #of}. */
    public static HttpProblem unprocessable(String code, String detail) {
        return HttpProblem.builder()
                .withType(URI.create("/problems/" + code))
                .withTitle(code.replace('-', ' '))
                .withStatus(422)
                .withDetail(detail)
                .build();
    }

    /** 404 with the code {@code <kind>-not-found}. */
    public static HttpProblem notFound(String kind, Object id) {
        return of(Status.NOT_FOUND, kind + "-not-found", "There is no " + kind + " " + id + ".");
    }
}
