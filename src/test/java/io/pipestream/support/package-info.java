/** How tests come in through the front door: the webhook door, the management API, Kafka topics, the sandbox. */
@NullMarked
package io.pipestream.support;

import org.jspecify.annotations.NullMarked;
