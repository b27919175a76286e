package io.pipestream.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/** What went wrong, to be put into the page that is there. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ProblemPart(@Nullable String detail) implements TemplateInstance {}
