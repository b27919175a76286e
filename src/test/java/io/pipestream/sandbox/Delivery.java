package io.pipestream.sandbox;

import io.vertx.core.json.JsonObject;

/**
 * One event on its way to one webhook.
 *
 * @param body what all attempts of the event have in common
 */
record Delivery(Change change, JsonObject body, Webhook webhook) {}
