package io.pipestream.catalogue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What something was called from a time on.
 *
 * @param from   when it got the name, as far as we know; the first version also stands for all time before it
 * @param type   of a field; null for anything else
 * @param isGone whether Pipedrive did not list it any more; its last name is still the best that we know
 */
record Version(Instant from, String name, @Nullable String type, boolean isGone) {}
