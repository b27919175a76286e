package io.pipestream.console;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.trigger.Trigger;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * What workflows can be started by.
 *
 * @param open whether they are so few that their fields are shown at once
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record TriggersPage(Filters filters, List<Entry> triggers, boolean open) implements TemplateInstance {

    /**
     * A trigger of the list.
     *
     * @param sample of its payload; null where there are too many to show each
     */
    public record Entry(Trigger trigger, @Nullable JsonNode sample) {}
}
