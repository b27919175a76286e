package io.pipestream.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * The door.
 *
 * @param to      where to go once it is open
 * @param refused whether a key was shown that nobody has
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record EnterPage(String to, boolean refused) implements TemplateInstance {}
