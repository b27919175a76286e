package io.pipestream.console;

import io.pipestream.journal.StoredEvent;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** Where an event is on its way to Kafka; asks again as long as it is not there. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record EventState(StoredEvent event) implements TemplateInstance {}
