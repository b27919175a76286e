package io.pipestream.cli;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Puts a refusal of the service into words: title, detail, and what docs/problems.md says to do about it. */
final class Problem {

    private static final String TYPE = "/problems/";

    private Problem() {}

    static CliException of(int status, HttpHeaders headers, String text) {
        var body = read(text);
        var title = body.path("title").asText("the service answered " + status);
        var hints = new ArrayList<String>();
        add(hints, body.path("detail").asText(""));
        add(hints, body.path("error").asText("")); // the sandbox's way
        body.path("violations")
                .forEach(violation -> add(
                        hints,
                        violation.path("field").asText()
                                + ' '
                                + violation.path("message").asText()));
        var type = body.path("type").asText("");
        var code = type.startsWith(TYPE) ? type.substring(TYPE.length()) : "";
        add(hints, whatToDo(code));
        headers.firstValue("retry-after").ifPresent(seconds -> add(hints, "Try again in " + seconds + " s."));
        if (status == 401) {
            add(hints, "Set PIPESTREAM_API_KEY, or name the data folder of a local instance with --data.");
        }
        return new CliException(
                status == 401 || status == 403 ? Exit.REFUSED : Exit.PROBLEM,
                Character.toUpperCase(title.charAt(0)) + title.substring(1) + " (" + status + ").",
                hints.toArray(String[]::new));
    }

    private static void add(List<String> hints, String text) {
        if (!text.isBlank()) {
            hints.add(text);
        }
    }

    /** The last column of the code's row; empty if the document is not there. */
    private static String whatToDo(String code) {
        var document = Path.of(System.getProperty("pipestream.home", ""), "docs", "problems.md");
        if (code.isEmpty() || !Files.isReadable(document)) {
            return "";
        }
        try {
            var row = Pattern.compile("(?m)^\\| `" + Pattern.quote(code) + "` \\|.*\\|([^|]*)\\|$")
                    .matcher(Files.readString(document));
            var advice = row.find() ? row.group(1).strip().replace("`", "") : "";
            return advice.isEmpty() ? "" : "What to do: " + advice + '.';
        } catch (IOException e) {
            return "";
        }
    }

    private static JsonNode read(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
