package io.pipestream.console;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Serves what pages load. Nothing in it is secret, and the door needs it before anybody is signed in. */
@Path("/console/assets/{hash}/{name}")
@PermitAll
class AssetResource {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Assets assets;

    AssetResource(Assets assets) {
        this.assets = assets;
    }

    /** An old hash is answered with what there is now, and not to be kept: a page may be older than a new release. */
    @GET
    @NonBlocking
    public Response get(
            @PathParam("hash") String hash,
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String encodings) {
        var found = assets.find(name);
        if (found.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        var asset = found.get();
        var gzip = encodings != null && encodings.contains("gzip");
        var answer = Response.ok(gzip ? asset.gzipped() : asset.plain())
                .header(HttpHeaders.CONTENT_TYPE, asset.type())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(HttpHeaders.CACHE_CONTROL, asset.hash().equals(hash) ? FOR_EVER : "no-store")
                .header("X-Content-Type-Options", "nosniff");
        return gzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").build() : answer.build();
    }
}
