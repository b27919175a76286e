package io.pipestream.console;

import io.pipestream.journal.QuarantineDesk.Shown;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** One delivery that was not understood, as it came, with what was tried. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record QuarantinedPage(Shown it) implements TemplateInstance {}
