package io.pipestream.trigger;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

/**
 * A condition on an event in CEL, see docs/triggers.md. It depends on nothing but the event, so it says the same whenever
 * it is asked. For any number of threads at once. What it may cost is bounded, for whoever wrote it ({@link Cost}).
 */
public final class Filter {

    private final String expression;
    private final CelRuntime.Program program;
    private final Prices prices;

    private Filter(String expression, CelRuntime.Program program, Prices prices) {
        this.expression = expression;
        this.program = program;
        this.prices = prices;
    }

    /**
     * Reads an expression.
     *
     * @throws InvalidFilterException if it is too long, cannot be read, speaks of what there is not, or is no condition
     */
    public static Filter compile(String expression) {
        var tree = FilterLanguage.read(expression);
        return new Filter(expression, program(tree), Prices.of(tree));
    }

    private static CelRuntime.Program program(CelAbstractSyntaxTree tree) {
        try {
            return FilterLanguage.program(tree);
        } catch (CelEvaluationException e) {
            throw new InvalidFilterException(0, 0, "This cannot be run: " + e.getMessage());
        }
    }

    /** The text it was made of. */
    public String expression() {
        return expression;
    }

    /**
     * Whether the event is wanted; not if that {@linkplain Verdict.Failed cannot be told}.
     *
     * @param event the value of its Kafka record: {@code trigger}, {@code payload}, {@code object}, ...
     */
    public boolean matches(JsonNode event) {
        return judge(event) instanceof Verdict.Match;
    }

    /** As {@link #matches}, and says if it cannot be told. Never throws. */
    public Verdict judge(JsonNode event) {
        var cost = new Cost(prices);
        try {
            return verdict(program.trace(variables(event), cost));
        } catch (CelEvaluationException e) {
            return new Verdict.Failed(phrase(e.getErrorCode()));
        } catch (Cost.Exceeded e) {
            return new Verdict.Failed("it costs more than a filter may on this event");
        } catch (RuntimeException | StackOverflowError e) {
            return new Verdict.Failed(phrase(CelErrorCode.INTERNAL_ERROR));
        }
    }

    private static Map<String, Object> variables(JsonNode event) {
        return Map.of(
                "trigger", JsonValues.of(event.path("trigger")),
                "payload", JsonValues.of(event.path("payload")),
                "object", JsonValues.of(event.path("object")),
                "previous", JsonValues.of(event.path("previous")),
                "meta", JsonValues.of(event.path("meta")),
                "custom", CustomFieldValues.of(event.path("object")));
    }

    private static Verdict verdict(Object result) {
        if (result instanceof Boolean wanted) {
            return wanted ? new Verdict.Match() : new Verdict.NoMatch();
        }
        return new Verdict.Failed("its result is neither true nor false");
    }

    private static String phrase(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND, INDEX_OUT_OF_BOUNDS -> "a field that it asks for is not there";
            case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD, INVALID_ARGUMENT, TYPE_NOT_FOUND ->
                "a value is null or of another type than it is used as";
            case DIVIDE_BY_ZERO, NUMERIC_OVERFLOW -> "a sum has no result";
            case BAD_FORMAT -> "a text cannot be read as what it is used as";
            case ITERATION_BUDGET_EXCEEDED -> "it goes through more values than a filter may";
            case DUPLICATE_ATTRIBUTE, INTERNAL_ERROR -> "it cannot be computed on this event";
        };
    }
}
