package io.pipestream.pipedrive;

/** A webhook to create; {@code action} in the verbs of its version. */
public record NewWebhook(
        String subscriptionUrl,
        String action,
        String object,
        String version,
        String name,
        String httpUser,
        String httpPassword) {

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "NewWebhook[" + action + '.' + object + " v" + version + ']';
    }
}
