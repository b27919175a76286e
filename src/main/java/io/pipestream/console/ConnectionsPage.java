package io.pipestream.console;

import java.time.Instant;
import java.util.List;

import io.pipestream.connection.ConnectionView;
import io.pipestream.subscription.Registrations;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/** The accounts that are listened to, and how. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ConnectionsPage(List<Row> connections) implements TemplateInstance {

    /**
     * A connection at a glance.
     *
     * @param completeThrough null if polling has never been through
     */
    public record Row(
            ConnectionView connection,
            Registrations.Page registrations,
            @Nullable Instant completeThrough) {}
}
