package io.pipestream.platform;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

import io.quarkus.logging.LoggingFilter;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Makes fields of the facts in our log lines: what a message says as {@code key=value} is in the line's diagnostic context
 * too, and so has a key of its own where lines are JSON. It lets every line pass.
 */
@LoggingFilter(name = "facts")
public final class LogFacts implements Filter {

    private static final String OURS = "io.pipestream.";

    /** A value stands in quotes or brackets, or goes on to the next key, a semicolon or the end. */
    private static final Pattern FACT = Pattern.compile(
            "(?<![\\w.])([a-z][a-z_]*)=(\"[^\"]*\"|\\[[^\\]]*\\]|[^;]*?)(?= +[a-z_]+=|;|$)", Pattern.DOTALL);

    private static final ExtFormatter TEXT = new ExtFormatter() {

        @Override
        public String format(ExtLogRecord line) {
            return formatMessage(line);
        }
    };

    @Override
    public boolean isLoggable(LogRecord line) {
        var logger = line.getLoggerName();
        if (line instanceof ExtLogRecord extended && logger != null && logger.startsWith(OURS)) {
            var facts = FACT.matcher(TEXT.format(extended));
            while (facts.find()) {
                extended.putMdc(facts.group(1), unquoted(facts.group(2)));
            }
        }
        return true;
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
    }
}
