package io.pipestream.bench;

import java.net.URI;

/**
 * Where the load goes.
 *
 * @param authorization the value of the header
 */
record Target(URI url, String authorization) {}
