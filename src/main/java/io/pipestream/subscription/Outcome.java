package io.pipestream.subscription;

import io.pipestream.pipedrive.PipedriveRefusedException;
import org.jspecify.annotations.Nullable;

/** What became of one registration, and Pipedrive's refusal if there was one. */
record Outcome(Finding finding, @Nullable PipedriveRefusedException refusal) {}
