package io.pipestream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the shape of the code: who may use whom, and the few rules a reviewer should never have to repeat. */
class ArchitectureTest {

    private static final String ROOT = "io.pipestream.";

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.pipestream");

    /** Who may use whom, in the order an event meets them. A package that is not here fails the build. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("event", Set.of()),
            Map.entry("platform", Set.of()),
            Map.entry("trace", Set.of()),
            Map.entry("access", Set.of("platform")),
            Map.entry("doctor", Set.of("platform")),
            Map.entry("pipedrive", Set.of("platform")),
            Map.entry("normalise", Set.of("event")),
            Map.entry("journal", Set.of("event", "trace", "platform")),
            Map.entry("drift", Set.of("event", "journal", "platform")),
            Map.entry("retention", Set.of("journal", "platform")),
            Map.entry("connection", Set.of("pipedrive", "platform")),
            Map.entry("coverage", Set.of("platform", "connection")),
            Map.entry("subscription", Set.of("event", "connection", "pipedrive", "coverage", "platform")),
            Map.entry("catalogue", Set.of("event", "connection", "subscription", "pipedrive", "platform")),
            Map.entry(
                    "spool", Set.of("event", "normalise", "catalogue", "journal", "drift", "subscription", "platform")),
            Map.entry("ingest", Set.of("event", "spool", "subscription", "trace", "platform")),
            Map.entry("verbatim", Set.of("event", "normalise", "catalogue", "journal", "platform")),
            Map.entry("schema", Set.of("event", "normalise", "platform")),
            Map.entry("trigger", Set.of("event", "normalise", "journal", "schema", "platform")),
            Map.entry("publish", Set.of("event", "journal", "coverage", "schema", "trace", "platform")),
            Map.entry("replay", Set.of("event", "journal", "publish", "hook", "platform")),
            Map.entry("hook", Set.of("event", "journal", "schema", "trigger", "platform")),
            Map.entry(
                    "console",
                    Set.of(
                            "access",
                            "event",
                            "journal",
                            "verbatim",
                            "replay",
                            "publish",
                            "coverage",
                            "connection",
                            "subscription",
                            "catalogue",
                            "drift",
                            "poll",
                            "pipedrive",
                            "trigger",
                            "hook",
                            "platform")),
            Map.entry(
                    "poll",
                    Set.of(
                            "event",
                            "normalise",
                            "catalogue",
                            "journal",
                            "drift",
                            "connection",
                            "subscription",
                            "spool",
                            "coverage",
                            "pipedrive",
                            "trace",
                            "platform")));

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatTheMapAllows(String name) {
        var forbidden = new TreeSet<>(ALLOWED.keySet());
        forbidden.removeAll(ALLOWED.get(name));
        forbidden.remove(name);

        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        forbidden.stream().map(other -> ROOT + other + "..").toArray(String[]::new))
                .check(CODE);
    }

    static Stream<String> packages() {
        return ALLOWED.keySet().stream().sorted();
    }

    @Test
    void everyPackageIsOnTheMapAndEveryEntryOfTheMapIsAPackage() {
        var found = new TreeSet<String>();
        CODE.forEach(type -> found.add(type.getPackageName().substring(ROOT.length())));

        assertThat(found).isEqualTo(new TreeSet<>(ALLOWED.keySet()));
    }

    @Test
    void onlyRepositoriesWriteSql() {
        noClasses()
                .that()
                .haveNameNotMatching(".*Repository(\\$.*)?")
                .and()
                .haveNameNotMatching(ROOT + "platform\\.(Statements|SqlArrays|Timestamps)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(CODE);
    }

    @Test
    void onlyPublishAndSpoolKnowKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "publish..", ROOT + "spool..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.smallrye.reactive.messaging..",
                        "org.eclipse.microprofile.reactive.messaging..")
                .check(CODE);
    }

    @Test
    void onlyTraceKnowsOpenTelemetry() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "trace..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(CODE);
    }

    @Test
    void resourcesAndEntitiesStayInTheirPackage() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.Path")
                .and()
                .areNotInterfaces()
                .or()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePackagePrivate()
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void dependenciesComeThroughTheConstructor() {
        noFields().should().beAnnotatedWith("jakarta.inject.Inject").check(CODE);
    }

    @Test
    void timeComesFromTheClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CODE);
    }
}
