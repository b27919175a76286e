package io.pipestream.trigger;

import java.util.Collection;
import java.util.Map;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;

/**
 * What one run of a filter has cost so far. It is counted and not timed: a filter that matched on a quiet machine must not
 * fail on a busy one. A unit is well under a microsecond.
 */
final class Cost implements CelEvaluationListener {

    /** Some tenths of a second, whatever it is spent on. */
    static final long MOST = 800_000;

    private static final int LOOK = 4;

    private static final int CHARACTERS_PER_UNIT = 32;

    private static final int PATTERN_STEPS_PER_UNIT = 8;

    /** An error, for CEL's {@code ||} takes exceptions for operands that are not known and goes on. */
    static final class Exceeded extends Error {

        private static final long serialVersionUID = 1L;

        Exceeded() {
            super("a filter costs too much", null, false, false);
        }
    }

    private final Prices prices;
    private long spent;

    Cost(Prices prices) {
        this.prices = prices;
    }

    /** Called with each value, before anything is done with it. */
    @Override
    public void callback(CelExpr expression, Object value) {
        spend(LOOK);
        var pattern = prices.searched().get(expression.id());
        if (value instanceof CharSequence text) {
            spend(
                    pattern == null
                            ? text.length() / CHARACTERS_PER_UNIT
                            : text.length() * (1L + pattern / PATTERN_STEPS_PER_UNIT));
        } else if (prices.compared().contains(expression.id())) {
            spendAll(value);
        }
    }

    /** All that is in it. Whatever is deeper than the budget ends at the budget. */
    private void spendAll(Object value) {
        spend(1);
        switch (value) {
            case CharSequence text -> spend(text.length() / CHARACTERS_PER_UNIT);
            case Map<?, ?> map -> map.values().forEach(this::spendAll);
            case Collection<?> list -> list.forEach(this::spendAll);
            default -> {}
        }
    }

    private void spend(long units) {
        spent += units;
        if (spent > MOST) {
            throw new Exceeded();
        }
    }
}
