package io.pipestream;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pipestream.support.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds rules, dashboards and runbooks to each other and to the meters that there are. */
class WatchingTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROMETHEUS = Path.of("deploy/prometheus");
    private static final Path RUNBOOKS = Path.of("docs/runbooks");
    private static final Pattern METRIC = Pattern.compile("\\bpipestream[_:][a-z0-9_:]+");
    private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum|max)$");

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        // Given
        var pages = files(RUNBOOKS, ".md").map(WatchingTest::name).collect(toCollection(TreeSet::new));
        pages.remove("README");

        // When
        var alerts = alerts();

        // Then
        assertThat(alerts).hasSizeGreaterThan(10);
        assertThat(pages).isEqualTo(names(alerts));
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo(RUNBOOKS.resolve(alert.path("alert").asText() + ".md")
                            .toString());
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).isNotBlank();
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
        });
    }

    @Test
    void theIndexOfRunbooksListsEachWithItsSeverity() throws IOException {
        // Given
        var index = Files.readString(RUNBOOKS.resolve("README.md"));

        // When
        var alerts = alerts();

        // Then
        assertThat(alerts).allSatisfy(alert -> {
            var name = alert.path("alert").asText();
            assertThat(index)
                    .contains("| [" + name + "](" + name + ".md) | "
                            + alert.at("/labels/severity").asText() + " |");
        });
    }

    @Test
    void everyAlertFiresInATestAndKeepsQuietInOne() throws IOException {
        // Given
        var firing = new TreeSet<String>();
        var quiet = new TreeSet<String>();

        // When
        for (var file : files(PROMETHEUS.resolve("tests"), ".yml").toList()) {
            for (var test : YAML.readTree(file.toFile()).path("tests")) {
                for (var expected : test.path("alert_rule_test")) {
                    var name = expected.path("alertname").asText();
                    (expected.path("exp_alerts").isEmpty() ? quiet : firing).add(name);
                }
            }
        }

        // Then
        assertThat(firing).isEqualTo(names(alerts()));
        assertThat(quiet).isEqualTo(firing);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyMetricThatIsAskedForExists(String where, String query) throws IOException {
        // Given
        var known = described();
        known.addAll(recorded());

        // When
        var asked = METRIC.matcher(query.replaceAll("\"[^\"]*\"", "")).results().map(found -> found.group());

        // Then
        assertThat(asked)
                .as(where)
                .allSatisfy(metric -> assertThat(known)
                        .anyMatch(name -> name.equals(metric)
                                || name.equals(SUFFIX.matcher(metric).replaceAll(""))));
    }

    static Stream<String[]> queries() throws IOException {
        var queries = new ArrayList<String[]>();
        for (var rule : rules()) {
            queries.add(
                    new String[] {rule.path("alert").asText(rule.path("record").asText()), expression(rule)});
        }
        for (var dashboard :
                files(Path.of("deploy/grafana/dashboards"), ".json").toList()) {
            for (var found : JSON.readTree(dashboard.toFile()).findValues("expr")) {
                queries.add(new String[] {name(dashboard), found.asText()});
            }
        }
        assertThat(queries).hasSizeGreaterThan(50);
        return queries.stream();
    }

    @Test
    void everyPanelHasAPlaceOfItsOwn() throws IOException {
        for (var dashboard :
                files(Path.of("deploy/grafana/dashboards"), ".json").toList()) {
            // Given
            var taken = new TreeSet<String>();
            var ids = new TreeSet<Integer>();

            // When
            for (var panel : JSON.readTree(dashboard.toFile()).path("panels")) {
                var at = panel.path("gridPos");
                for (int x = at.path("x").asInt();
                        x < at.path("x").asInt() + at.path("w").asInt();
                        x++) {
                    for (int y = at.path("y").asInt();
                            y < at.path("y").asInt() + at.path("h").asInt();
                            y++) {
                        // Then
                        assertThat(x).isBetween(0, 23);
                        assertThat(taken.add(x + "," + y))
                                .as(panel.path("title").asText())
                                .isTrue();
                    }
                }
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
            }
        }
    }

    @Test
    void promtoolAcceptsTheRulesAndTheirTests() throws Exception {
        assumeTrue(Tool.isThere("promtool"), "NOT RUN: promtool is not here; Debian has it in the package prometheus");
        // Given
        var check = new ArrayList<>(List.of("promtool", "check", "rules"));
        files(PROMETHEUS.resolve("rules"), ".yml").forEach(file -> check.add(file.toString()));
        var test = new ArrayList<>(List.of("promtool", "test", "rules"));
        files(PROMETHEUS.resolve("tests"), ".yml").forEach(file -> test.add(file.toString()));

        // When
        var checked = Tool.run(check);
        var tested = Tool.run(test);

        // Then
        assertThat(checked.exitCode()).as(checked.output()).isZero();
        assertThat(tested.exitCode()).as(tested.output()).isZero();
    }

    private static List<JsonNode> rules() throws IOException {
        var rules = new ArrayList<JsonNode>();
        for (var file : files(PROMETHEUS.resolve("rules"), ".yml").toList()) {
            for (var group : YAML.readTree(file.toFile()).path("groups")) {
                group.path("rules").forEach(rules::add);
            }
        }
        return rules;
    }

    private static List<JsonNode> alerts() throws IOException {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    private static Set<String> recorded() throws IOException {
        return rules().stream()
                .filter(rule -> rule.has("record"))
                .map(rule -> rule.path("record").asText())
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> names(List<JsonNode> alerts) {
        return alerts.stream().map(alert -> alert.path("alert").asText()).collect(toCollection(TreeSet::new));
    }

    private static String expression(JsonNode rule) {
        return rule.path("expr").asText();
    }

    /** The names in docs/metrics.md, as scraped and without what a timer puts behind them. */
    private static Set<String> described() throws IOException {
        return Pattern.compile("^\\| `pipestream\\.[a-z.]+` \\| `(pipestream_[a-z_]+)`", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/metrics.md")))
                .results()
                .map(row -> SUFFIX.matcher(row.group(1)).replaceAll(""))
                .collect(toCollection(TreeSet::new));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceAll("\\.[a-z]+$", "");
    }

    private static Stream<Path> files(Path folder, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        }
    }
}
