package io.pipestream.console;

import java.time.Instant;
import java.util.List;

import io.pipestream.connection.ConnectionView;
import io.pipestream.subscription.Registrations;
import io.pipestream.subscription.SubscriptionView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * One connection: its credential, its subscriptions, and how their webhooks are doing.
 *
 * @param completeThrough null if polling has never been through
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ConnectionPage(
        ConnectionView connection,
        List<SubscriptionView> subscriptions,
        Registrations.Page registrations,
        @Nullable Instant completeThrough)
        implements TemplateInstance {}
