/**
 * The operators' pages: what other packages know, made visible. Owns no rules: whatever a page does, another package's
 * bean does. Nobody uses this package.
 */
@NullMarked
package io.pipestream.console;

import org.jspecify.annotations.NullMarked;
