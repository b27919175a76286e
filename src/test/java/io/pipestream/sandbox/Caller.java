package io.pipestream.sandbox;

/**
 * Who calls the API, and with what.
 *
 * @param token what the burst limit counts by: an API token or an OAuth access token
 * @param burst calls allowed with it in two seconds
 */
record Caller(User user, String token, int burst) {}
