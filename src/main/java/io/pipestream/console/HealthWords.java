package io.pipestream.console;

import io.pipestream.subscription.Health;
import io.quarkus.qute.TemplateExtension;

/** How a registration is doing, in words, and what to do about it. */
@TemplateExtension
final class HealthWords {

    private HealthWords() {}

    static String words(Health health) {
        return switch (health) {
            case HEALTHY -> "listening";
            case SILENT -> "quiet";
            case SUSPECT -> "in doubt";
            case BANNED -> "banned by Pipedrive";
            case MISSING -> "not at Pipedrive";
            case UNAUTHORISED -> "not allowed";
        };
    }

    static String kind(Health health) {
        return switch (health) {
            case HEALTHY -> "ok";
            case SILENT -> "info";
            case SUSPECT, BANNED -> "warn";
            case MISSING, UNAUTHORISED -> "bad";
        };
    }

    static String advice(Health health) {
        return switch (health) {
            case HEALTHY -> "Nothing to do.";
            case SILENT ->
                "Nothing was heard for long. In a quiet account that is as it should be; it is asked once whether the webhook is still there.";
            case SUSPECT ->
                "Polling found what this webhook should have told of. It is looked into at once, and made anew if it is gone.";
            case BANNED ->
                "Ten deliveries failed at their first attempt, so Pipedrive tells it nothing for half an hour. Polling reads what happens meanwhile. See that Pipedrive reaches this service.";
            case MISSING ->
                "It is registered anew by itself, and what happened meanwhile is read. Repair does it now, and says what Pipedrive objects to.";
            case UNAUTHORISED ->
                "Pipedrive refuses our credentials, or their user may not have webhooks. Give the connection the token of an admin.";
        };
    }
}
