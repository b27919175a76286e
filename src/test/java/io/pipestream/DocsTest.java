package io.pipestream;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.support.DocumentedCommands;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the documents to the code: a setting, a problem or a meter that is not described fails the build. */
class DocsTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.pipestream");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    @ParameterizedTest
    @MethodSource("documents")
    void everyRelativeLinkLeadsSomewhere(Path document) throws IOException {
        for (var link : found(LINK, Files.readString(document)).toList()) {
            if (link.group(1).contains("://")) {
                continue;
            }
            var target = link.group(1).isEmpty() ? document : sibling(document, link.group(1));
            assertThat(target).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).as(link.group()).contains(link.group(2));
            }
        }
    }

    static Stream<Path> documents() throws IOException {
        return Stream.concat(
                Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), files("docs", ".md").stream());
    }

    /** {@code QuickstartIT} runs the blocks that do not say why not. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/quickstart.md"})
    void everyCommandStandsInABlockThatIsRunOrSaysWhyNot(Path document) throws IOException {
        // When
        var blocks = DocumentedCommands.in(document);

        // Then
        assertThat(DocumentedCommands.unfenced(document)).isEmpty();
        assertThat(blocks).filteredOn(DocumentedCommands::isRun).hasSizeGreaterThan(3);
        assertThat(found(
                        Pattern.compile("^(?:```|~~~)(?:sh|bash|shell|console).*$", Pattern.MULTILINE),
                        Files.readString(document)))
                .as("fences that open a block of commands")
                .hasSameSizeAs(blocks);
    }

    @Test
    void everySettingIsDescribedAndEveryDescribedSettingExists() throws IOException {
        // Given
        var settings = new TreeSet<>(settingsWithDefaults().keySet());
        settings.addAll(inSources("@ConfigProperty\\(name = \"(pipestream\\.[a-z.-]+)\""));

        // When
        var described = namesIn("docs/configuration.md", "`(pipestream\\.[a-z-]+\\.?[a-z-]*)`");

        // Then
        assertThat(settings).hasSizeGreaterThan(10);
        assertThat(described).isEqualTo(settings);
    }

    @Test
    void everyDescribedDefaultIsTheOneInTheCode() throws IOException {
        // Given
        var defaults = settingsWithDefaults();
        defaults.values().removeIf(String::isEmpty);

        // When
        var described = new HashMap<String, String>();
        found(
                        Pattern.compile("^\\| `(pipestream\\.[a-z.-]+)` \\| ([^|]+) \\|", Pattern.MULTILINE),
                        Files.readString(Path.of("docs/configuration.md")))
                .forEach(row -> described.put(row.group(1), row.group(2).replace("`", "")));

        // Then
        assertThat(described).containsAllEntriesOf(defaults);
    }

    @Test
    void everyProblemCodeIsDescribedAndEveryDescribedCodeExists() throws IOException {
        // Given
        var codes = inSources("(?:Problems\\.of|refuse)\\((?:\\s*Outcome\\.\\w+,)?\\s*Status\\.\\w+,\\s*\"([a-z-]+)\"");
        codes.addAll(inSources("Problems\\.unprocessable\\(\\s*\"([a-z-]+)\""));
        inSources("Problems\\.notFound\\(\"([a-z-]+)\"").forEach(kind -> codes.add(kind + "-not-found"));
        for (var reason : PipedriveRefusedException.Reason.values()) {
            codes.add("pipedrive-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        // When
        var described = namesIn("docs/problems.md", "^\\| `([a-z-]+)` \\| [45]\\d\\d");

        // Then
        assertThat(described).isEqualTo(codes);
    }

    @Test
    void everyMeterIsDescribedUnderTheNameThatIsScrapedAndEveryDescribedMeterExists() throws IOException {
        // Given
        var meters = inSources("(?:counter|timer|gauge|gaugeCollectionSize|builder)\\(\\s*\"(pipestream\\.[a-z.]+)\"");

        // When
        var described = namesIn("docs/metrics.md", "^\\| `(pipestream\\.[a-z.]+)` \\| `pipestream_");
        var scraped = namesIn("docs/metrics.md", "^\\| `pipestream\\.[a-z.]+` \\| `(pipestream_[a-z_]+)`");

        // Then
        assertThat(described).isEqualTo(meters);
        assertThat(meters)
                .allSatisfy(meter -> assertThat(scraped).anyMatch(name -> name.startsWith(meter.replace('.', '_'))));
    }

    /** The keys of every configuration interface with their defaults, an empty text where there is none. */
    private static Map<String, String> settingsWithDefaults() {
        var settings = new HashMap<String, String>();
        CODE.stream().filter(type -> type.isAnnotatedWith(ConfigMapping.class)).forEach(type -> {
            var prefix = type.getAnnotationOfType(ConfigMapping.class).prefix();
            for (var method : type.getMethods()) {
                var value = method.tryGetAnnotationOfType(WithDefault.class);
                settings.put(
                        prefix + '.' + kebab(method.getName()),
                        value.map(WithDefault::value).orElse(""));
            }
        });
        return settings;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Set<String> inSources(String pattern) throws IOException {
        var names = new TreeSet<String>();
        for (var file : files("src/main/java", ".java")) {
            names.addAll(namesIn(file.toString(), pattern));
        }
        return names;
    }

    private static Set<String> namesIn(String file, String pattern) throws IOException {
        return found(Pattern.compile(pattern, Pattern.MULTILINE), Files.readString(Path.of(file)))
                .map(match -> match.group(1))
                .collect(toCollection(TreeSet::new));
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static Path sibling(Path document, String link) {
        return document.toAbsolutePath().resolveSibling(link).normalize();
    }

    /** The anchors that GitHub makes of a document's headings. */
    private static Set<String> anchors(Path document) throws IOException {
        return found(Pattern.compile("^#+ (.+)$", Pattern.MULTILINE), Files.readString(document))
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(toCollection(TreeSet::new));
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (var files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
