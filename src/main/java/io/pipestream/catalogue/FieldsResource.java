package io.pipestream.catalogue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.DefinitionList;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows what an account calls its fields and options, now and before, and reads it anew on request. */
@Path("/api/connections/{id}/fields")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "fields")
class FieldsResource {

    /** @param from since when, as far as we know; the first one is also taken for all time before */
    record Former(String name, @Nullable String type, Instant from, boolean gone) {

        static List<Former> of(Term term) {
            return term.versions().stream()
                    .map(version -> new Former(version.name(), version.type(), version.from(), version.isGone()))
                    .toList();
        }
    }

    /** @param history oldest first, the present one last */
    record Option(String id, String label, boolean gone, List<Former> history) {

        static Option of(String id, Term term) {
            return new Option(id, term.latest().name(), term.latest().isGone(), Former.of(term));
        }
    }

    /**
     * @param listedAs where events have it in {@code custom_fields_by_name}
     * @param gone     whether Pipedrive does not list it any more
     * @param history  oldest first, the present one last
     */
    record Field(
            String key,
            String name,
            String listedAs,
            @Nullable String type,
            boolean gone,
            List<Former> history,
            List<Option> options) {

        static Field of(String key, Term term, Glossary glossary) {
            var latest = term.latest();
            var found = glossary.field(key, Instant.MAX);
            return new Field(
                    key,
                    latest.name(),
                    found == null ? latest.name() : found.listedAs(),
                    latest.type(),
                    latest.isGone(),
                    Former.of(term),
                    term.options().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(option -> Option.of(option.getKey(), option.getValue()))
                            .toList());
        }
    }

    /**
     * @param readAt   null if never
     * @param wantedAt since when it should be read soon; null if nobody asks
     * @param nextAt   before which it is not read by itself; null if it may be at any time
     * @param problem  why the last reading failed; null if it did not
     */
    record View(
            String object,
            @Nullable Instant readAt,
            @Nullable Instant wantedAt,
            @Nullable Instant nextAt,
            @Nullable String problem,
            List<Field> data) {}

    private final Connections connections;
    private final CatalogueRepository repository;
    private final OperatorRefresh refresh;

    FieldsResource(Connections connections, CatalogueRepository repository, OperatorRefresh refresh) {
        this.connections = connections;
        this.repository = repository;
        this.refresh = refresh;
    }

    @GET
    @Operation(
            summary = "What the account calls its fields, options, stages, pipelines, users or labels, and called them")
    public View get(@PathParam("id") UUID id, @QueryParam("object") @DefaultValue("deal") String object) {
        return view(connections.get(id), list(object));
    }

    @POST
    @Path("refresh")
    @Operation(summary = "Read these names from Pipedrive now; costs 5 to 20 of the day's tokens a page")
    public View refresh(@PathParam("id") UUID id, @QueryParam("object") @DefaultValue("deal") String object) {
        var connection = connections.get(id);
        var list = list(object);
        refresh.now(connection, list);
        return view(connection, list);
    }

    private View view(Connections.Ref connection, DefinitionList list) {
        var state = repository.states(connection.id()).stream()
                .filter(each -> each.list() == list)
                .findFirst()
                .orElse(null);
        var glossary = repository.glossaries(connection.id()).get(list);
        return new View(
                list.word(),
                state == null ? null : state.readAt(),
                state == null ? null : state.wantedAt(),
                state == null ? null : state.nextAt(),
                state == null ? null : state.problem(),
                glossary == null ? List.of() : fields(glossary));
    }

    private static List<Field> fields(Glossary glossary) {
        return glossary.terms().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(term -> Field.of(term.getKey(), term.getValue(), glossary))
                .toList();
    }

    private static DefinitionList list(String object) {
        return DefinitionList.of(object.equals("lead") ? "deal" : object)
                .orElseThrow(() -> Problems.of(
                        Status.BAD_REQUEST,
                        "fields-object-invalid",
                        "object is lead or one of "
                                + Arrays.stream(DefinitionList.values())
                                        .map(DefinitionList::word)
                                        .collect(Collectors.joining(", "))
                                + '.'));
    }
}
