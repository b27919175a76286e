package io.pipestream.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/** What went wrong, in place of the page that was asked for. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ProblemPage(@Nullable String title, @Nullable String detail, int status) implements TemplateInstance {}
