package io.pipestream.console;

import java.net.URI;
import java.util.regex.Pattern;

import io.pipestream.access.Sessions;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/**
 * Lets a browser in that shows an access key. The key comes in a form's body; in a link it stands behind {@code #}, where
 * browsers keep it to themselves, and a script moves it into the form.
 */
@Path("/console/enter")
@Console
@PermitAll
@RunOnVirtualThread
@Produces(Console.HTML)
class EnterResource {

    private static final String HOME = "/console";

    /** Our own pages, and nothing that a browser could take for another host. */
    private static final Pattern OWN = Pattern.compile("/console(?:[/?][^\\\\\\p{Cntrl}]*)?");

    private final Sessions sessions;

    EnterResource(Sessions sessions) {
        this.sessions = sessions;
    }

    @GET
    public TemplateInstance show(@QueryParam("to") @DefaultValue(HOME) String to) {
        return new EnterPage(own(to), false);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Object enter(
            @FormParam("key") @DefaultValue("") String key,
            @FormParam("to") @DefaultValue(HOME) String to,
            @Context UriInfo uri) {
        var opened = sessions.open(key.strip());
        if (opened.isEmpty()) {
            return Response.status(Response.Status.FORBIDDEN)
                    .entity(new EnterPage(own(to), true).render())
                    .build();
        }
        var session = opened.get();
        return Response.seeOther(URI.create(own(to)))
                .cookie(cookie(session.secret(), (int) session.duration().toSeconds(), uri))
                .build();
    }

    private static String own(String to) {
        return OWN.matcher(to).matches() && !to.startsWith("/console/enter") ? to : HOME;
    }

    /** To be kept for so long; at once forgotten if that is 0. */
    static NewCookie cookie(String secret, int seconds, UriInfo uri) {
        return new NewCookie.Builder(Sessions.COOKIE)
                .value(secret)
                .path(Sessions.PATH)
                .maxAge(seconds)
                .httpOnly(true)
                .secure("https".equals(uri.getRequestUri().getScheme()))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
