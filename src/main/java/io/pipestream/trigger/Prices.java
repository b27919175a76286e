package io.pipestream.trigger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of an expression make a value cost more than a look at it.
 *
 * @param searched what a pattern is looked for in, with the size of the pattern
 * @param compared what is compared, or looked for something in, with all that is in it
 */
record Prices(Map<Long, Integer> searched, Set<Long> compared) {

    private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", "@in");

    static Prices of(CelAbstractSyntaxTree tree) {
        var searched = new HashMap<Long, Integer>();
        var compared = new HashSet<Long>();
        CelNavigableAst.fromAst(tree).getRoot().allNodes().forEach(node -> {
            if (isMatch(node)) {
                var call = node.expr().call();
                var pattern = pattern(call);
                if (pattern != null) {
                    searched.put(
                            call.target()
                                    .orElseGet(() -> call.args().getFirst())
                                    .id(),
                            Pattern.compile(pattern).programSize());
                }
            } else if (isComparison(node)) {
                node.expr().call().args().forEach(argument -> compared.add(argument.id()));
            }
        });
        return new Prices(Map.copyOf(searched), Set.copyOf(compared));
    }

    static boolean isMatch(CelNavigableExpr node) {
        return node.getKind() == ExprKind.Kind.CALL
                && node.expr().call().function().equals("matches");
    }

    private static boolean isComparison(CelNavigableExpr node) {
        return node.getKind() == ExprKind.Kind.CALL
                && COMPARISONS.contains(node.expr().call().function());
    }

    /** The pattern of a call of {@code matches}; null if it is not written out. */
    static @Nullable String pattern(CelCall call) {
        CelExpr last = call.args().getLast();
        return last.getKind() == ExprKind.Kind.CONSTANT && last.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? last.constant().stringValue()
                : null;
    }
}
