package io.pipestream.platform;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.hibernate.exception.DataException;
import org.hibernate.exception.GenericJDBCException;
import org.hibernate.exception.JDBCConnectionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what the platform throws into problem+json; the rest is done by the resteasy-problem extension. */
class PlatformMappers {

    private static final Logger LOG = Logger.getLogger(PlatformMappers.class);

    @ServerExceptionMapper
    Response postgres(PostgresException e) {
        return e.isCausedByTheValues() ? badValue(e) : unavailable(e);
    }

    @ServerExceptionMapper
    Response hibernateData(DataException e) {
        return badValue(e);
    }

    @ServerExceptionMapper
    Response hibernateConnection(JDBCConnectionException e) {
        return unavailable(e);
    }

    /** No free connection, no room, shutting down: whatever is neither the statement's fault nor the values'. */
    @ServerExceptionMapper
    Response hibernateOther(GenericJDBCException e) {
        return unavailable(e);
    }

    private static Response badValue(RuntimeException e) {
        LOG.debugf(e, "request refused code=value-invalid");
        return Problems.of(
                        Status.BAD_REQUEST,
                        "value-invalid",
                        "A value of the request cannot be stored or compared. Look for NUL characters.")
                .toResponse();
    }

    private static Response unavailable(RuntimeException e) {
        LOG.errorf(e, "request failed code=postgres-unavailable");
        return Response.fromResponse(Problems.of(
                                Status.SERVICE_UNAVAILABLE,
                                "postgres-unavailable",
                                "Postgres did not answer. Try again; if it lasts, look at /q/health and the log.")
                        .toResponse())
                .header(HttpHeaders.RETRY_AFTER, 5)
                .build();
    }
}
