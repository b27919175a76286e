package io.pipestream.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pipestream schemas}. */
@Command(
        name = "schemas",
        mixinStandardHelpOptions = true,
        description = {
            "Writes docs/catalogue.md and says how the schemas that the code declares differ from the released ones.",
            "With --release, writes them as released. A schema that would break its consumers is then refused, unless"
                    + " --new-versions gives it a new version, under a new URL; the old one is served on."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing is broken", "1:something is, and nothing was released"})
public final class SchemasCommand implements Callable<Integer> {

    private final Path home =
            Path.of(System.getProperty("pipestream.home", "")).toAbsolutePath().normalize();

    @Option(names = "--release", description = "Write the released schemas; commit them with what changed them.")
    private boolean release;

    @Option(names = "--new-versions", description = "Release what breaks as a new version.")
    private boolean newVersions;

    @Override
    public Integer call() throws IOException {
        var page = CataloguePage.in(home);
        Files.writeString(page, CataloguePage.text());
        System.out.println("wrote " + page);
        var releases = Release.of(home);
        var breaks = releases.breaks();
        breaks.forEach((name, problems) -> {
            System.out.println(name + " breaks its consumers:");
            problems.forEach(problem -> System.out.println("  " + problem));
        });
        if (!breaks.isEmpty() && !(release && newVersions)) {
            System.out.println(
                    "Undo it, or release new versions on purpose: ./pipestream schemas --release --new-versions");
            return 1;
        }
        if (release) {
            releases.write().forEach(System.out::println);
        }
        return 0;
    }
}
