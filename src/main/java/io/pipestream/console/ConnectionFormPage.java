package io.pipestream.console;

import io.pipestream.connection.Consent.Asked;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * Connects an account.
 *
 * @param oauthPossible   whether there is an app at Pipedrive to consent to
 * @param asked           where to consent; null until somebody wants to
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ConnectionFormPage(boolean oauthPossible, @Nullable Asked asked) implements TemplateInstance {}
