/**
 * A simulated Pipedrive: its REST API, its webhooks with their retries, bans and losses, and switches for the ways it
 * fails. Runs in any JVM without the service, keeps its state in one log file, and serves the first run, the demo and
 * the tests. Test-scope code: the production artefact has none of it. Everything behind {@link
 * io.pipestream.sandbox.Sandbox} runs on one event loop, so nothing here locks.
 */
@NullMarked
package io.pipestream.sandbox;

import org.jspecify.annotations.NullMarked;
