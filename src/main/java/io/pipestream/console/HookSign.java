package io.pipestream.console;

import java.util.List;
import java.util.Optional;

import io.pipestream.console.Vitals.Sign;
import io.pipestream.hook.HookView;

/** How all hooks are doing, at a glance. */
final class HookSign {

    private static final String HERE = "/console/hooks";

    private HookSign() {}

    /** Of the one that is worst; empty if there is no hook. What somebody disabled on purpose is no trouble. */
    static Optional<Sign> of(List<HookView> hooks) {
        if (hooks.isEmpty()) {
            return Optional.empty();
        }
        for (var kind : List.of("bad", "warn")) {
            var troubled = hooks.stream()
                    .filter(hook -> HookWords.kind(hook).equals(kind))
                    .toList();
            if (!troubled.isEmpty()) {
                var first = troubled.getFirst();
                var state = troubled.size() == 1 ? HookWords.words(first) : troubled.size() + " in trouble";
                return Optional.of(new Sign("Hooks", kind, state, first.name() + ": " + HookWords.advice(first), HERE));
            }
        }
        var waiting = hooks.stream().mapToLong(HookView::waiting).sum();
        return Optional.of(new Sign(
                "Hooks",
                "ok",
                hooks.size() == 1 ? "1 hook" : hooks.size() + " hooks",
                waiting == 0
                        ? "Everything was pushed that is to be."
                        : Show.grouped(waiting) + " calls are on their way.",
                HERE));
    }
}
