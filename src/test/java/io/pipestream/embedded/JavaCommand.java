package io.pipestream.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a child JVM is started: with the Java that runs this, its default heap and its default collector. */
public final class JavaCommand {

    private JavaCommand() {}

    /** The command line whose last words are the arguments, for example {@code -jar service.jar}. */
    public static List<String> of(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            // Libraries reach for what these allow; from 24 on the JVM prints a warning about each.
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(arguments));
        return command;
    }
}
