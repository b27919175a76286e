package io.pipestream.console;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;

/** Where to go after a form. */
final class Pages {

    private Pages() {}

    /** To this page, which then says this once. */
    static Response seeOther(String path, String notice) {
        return Response.seeOther(URI.create(path)).cookie(notice(notice, 60)).build();
    }

    static Response seeOther(String path) {
        return Response.seeOther(URI.create(path)).build();
    }

    /** Takes the notice back once it was shown. */
    static NewCookie noNotice() {
        return notice("", 0);
    }

    private static NewCookie notice(String text, int seconds) {
        return new NewCookie.Builder(Shell.NOTICE)
                .value(URLEncoder.encode(text, StandardCharsets.UTF_8))
                .path("/console")
                .maxAge(seconds)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
