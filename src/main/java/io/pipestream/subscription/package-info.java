/**
 * What we want to hear and the webhooks at Pipedrive that serve it. Owns the tables {@code subscription} and
 * {@code registration}.
 */
@NullMarked
package io.pipestream.subscription;

import org.jspecify.annotations.NullMarked;
