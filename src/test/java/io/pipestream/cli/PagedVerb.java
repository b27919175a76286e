package io.pipestream.cli;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What lists have in common that the API answers by pages: how many rows are wanted, and reading so many. */
abstract class PagedVerb extends Verb {

    private static final int LARGEST_PAGE = 1000;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    /** Shows the rows of a list, page by page, up to the number that is wanted. */
    final Integer show(String path, Query query, List<Column> columns, String ifEmpty) {
        if (limit < 1) {
            throw badParameter("--limit is 1 or more, not " + limit);
        }
        output().rows(rows(api(), path, query), columns, ifEmpty);
        return Exit.OK;
    }

    private List<JsonNode> rows(Api api, String path, Query query) {
        var rows = new ArrayList<JsonNode>();
        @Nullable String cursor = null;
        do {
            var page = api.get(
                    path,
                    query.copy()
                            .with("limit", Math.min(LARGEST_PAGE, limit - rows.size()))
                            .with("cursor", cursor));
            page.path("data").forEach(rows::add);
            cursor = page.path("next_cursor").asText(null);
        } while (cursor != null && rows.size() < limit);
        return rows.size() <= limit ? rows : rows.subList(0, limit);
    }
}
