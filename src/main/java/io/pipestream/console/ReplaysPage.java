package io.pipestream.console;

import java.util.List;

import io.pipestream.replay.ReplayView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * The newest replays.
 *
 * @param moving   whether one of them runs, so that the page looks again by itself
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ReplaysPage(List<ReplayView> replays, boolean moving) implements TemplateInstance {}
