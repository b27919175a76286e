package io.pipestream.cli;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pipestream doctor}: what the service finds wrong, and, where it cannot be asked, why. */
@Command(
        name = "doctor",
        description =
                "Looks at settings, Postgres, Kafka, topics, Pipedrive, clocks and the public URL, and says what to do.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all is well, or there are warnings only", "1:something failed, the service itself included"},
        footer = {
            "",
            "Examples:",
            "  ./pipestream doctor",
            "  ./pipestream doctor --json | jq -r '.checks[] | select(.state != \"ok\") | .cure'"
        })
final class DoctorCommand extends Verb {

    private static final String OK = "ok";
    private static final String FAIL = "fail";

    @Option(names = "--all", description = "Show what is well, too.")
    private boolean all;

    private final ArrayNode checks = Api.JSON.createArrayNode();

    @Override
    public Integer call() {
        try {
            var api = api();
            readiness(api);
            api.get("/api/doctor").path("checks").forEach(checks::add);
        } catch (CliException e) {
            add(part(e), FAIL, String.valueOf(e.getMessage()), String.join(" ", e.hints()));
        }
        var worst = worst();
        if (output().json()) {
            var report = Api.JSON.createObjectNode().put("state", worst);
            report.set("checks", checks);
            output().document(report);
        } else {
            checks.forEach(this::show);
            summary();
        }
        return worst.equals(FAIL) ? Exit.PROBLEM : Exit.OK;
    }

    private void readiness(Api api) {
        var url = api.target().url();
        try {
            var ready = api.open("/q/health/ready");
            if (ready.statusCode() == 200) {
                add("service.ready", OK, "The service at " + url + " can keep deliveries.", null);
            } else {
                add(
                        "service.ready",
                        FAIL,
                        "The service at " + url + " answers and is not ready (" + ready.statusCode()
                                + "): neither Postgres nor Kafka keeps what it is given.",
                        "Start Postgres first; what is below says more.");
            }
        } catch (IOException e) {
            throw Api.unreachable(URI.create(url), e);
        }
    }

    private static String part(CliException e) {
        return switch (e.exitCode()) {
            case Exit.UNREACHABLE -> "service.reachable";
            case Exit.REFUSED -> "service.key";
            default -> "service.answers";
        };
    }

    private void add(String name, String state, String found, @Nullable String cure) {
        checks.addObject()
                .put("name", name)
                .put("state", state)
                .put("found", found)
                .put("cure", cure);
    }

    private String worst() {
        return List.of(FAIL, "warn").stream()
                .filter(state -> count(state) > 0)
                .findFirst()
                .orElse(OK);
    }

    private long count(String state) {
        return checks.valueStream()
                .filter(check -> Column.text(check, "state").equals(state))
                .count();
    }

    private void show(JsonNode check) {
        var state = Column.text(check, "state");
        if (state.equals(OK) && !all) {
            return;
        }
        var out = output();
        out.out()
                .println(out.state(state)
                        + "  ".repeat(state.equals(OK) ? 2 : 1)
                        + Output.clean(Column.text(check, "name")));
        out.line("      " + Column.text(check, "found"));
        if (check.hasNonNull("cure")) {
            out.line("      -> " + Column.text(check, "cure"));
        }
    }

    private void summary() {
        output().line(count(OK) + " ok, " + count("warn") + " warnings, " + count(FAIL) + " failed"
                + (all || count(OK) == 0 ? "." : "; --all shows what is well."));
    }
}
