package io.pipestream.trigger;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;

/**
 * Which part of CEL filters are written in. What is left out are the ways in which a short expression makes a large value
 * of a small one: {@code +} on texts and lists, {@code map} and {@code filter} (docs/adr/0019).
 */
final class FilterLanguage {

    static final int LONGEST = 2_000;

    /** Nested parentheses, calls and conditions. */
    private static final int DEEPEST = 32;

    /** More than {@link Cost} lets any loop have, in case that CEL once does not tell it of a step. */
    private static final int MOST_ITERATIONS = 200_000;

    /** Steps of the automaton that a pattern becomes. */
    private static final int LARGEST_PATTERN = 300;

    private static final MapType MEMBERS = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private static final Set<String> LEFT_OUT = Set.of("add_string", "add_list", "add_bytes");

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .maxParseErrorRecoveryLimit(1)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .maxRegexProgramSize(LARGEST_PATTERN)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                    .filterFunctions((function, overload) ->
                            !LEFT_OUT.contains(overload.celOverloadDecl().overloadId()))
                    .build())
            .setStandardMacros(
                    CelStandardMacro.HAS, CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE)
            .addVar("trigger", SimpleType.DYN)
            .addVar("payload", SimpleType.DYN)
            .addVar("object", MEMBERS)
            .addVar("previous", SimpleType.DYN)
            .addVar("meta", MEMBERS)
            .addVar("custom", MEMBERS)
            .build();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardFunctions(CelStandardFunctions.newBuilder()
                    .filterFunctions((function, overload) ->
                            !LEFT_OUT.contains(overload.toString().toLowerCase(Locale.ROOT)))
                    .build())
            .build();

    private FilterLanguage() {}

    static CelAbstractSyntaxTree read(String expression) {
        if (expression.codePointCount(0, expression.length()) > LONGEST) {
            throw new InvalidFilterException(0, 0, "A filter has at most " + LONGEST + " characters.");
        }
        var tree = tree(COMPILER.compile(expression));
        checkResult(tree.getResultType());
        checkPatterns(tree);
        return tree;
    }

    static CelRuntime.Program program(CelAbstractSyntaxTree tree) throws CelEvaluationException {
        return RUNTIME.createProgram(tree);
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        if (result.hasError()) {
            throw refused(result.getErrors().getFirst());
        }
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new InvalidFilterException(0, 0, "This cannot be read: " + e.getMessage());
        }
    }

    private static InvalidFilterException refused(CelIssue issue) {
        var place = issue.getSourceLocation();
        return new InvalidFilterException(
                Math.max(place.getLine(), 0), place.getLine() < 1 ? 0 : place.getColumn() + 1, explained(issue));
    }

    private static String explained(CelIssue issue) {
        var said = issue.getMessage();
        if (said.startsWith("undeclared reference to 'map'") || said.startsWith("undeclared reference to 'filter'")) {
            return "A filter has no map() and filter(); ask with exists() or all().";
        }
        if (said.startsWith("undeclared reference")) {
            return said.replace(" (in container '')", "")
                    + ". There are trigger, payload, object, previous, meta and custom; text stands in quotes.";
        }
        if (said.startsWith("found no matching overload for '_+_'")) {
            return "Texts and lists cannot be added in a filter; ask with startsWith(), contains() or endsWith().";
        }
        return said;
    }

    private static void checkResult(CelType type) {
        if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
            throw new InvalidFilterException(
                    0, 0, "A filter is true or false, this is a " + type.name() + ". Compare it with something.");
        }
    }

    /** A pattern is compiled once, here, and not for every event, so it is written out in the expression. */
    private static void checkPatterns(CelAbstractSyntaxTree tree) {
        var matches = CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(Prices::isMatch)
                .collect(Collectors.toList());
        for (var match : matches) {
            var pattern = Prices.pattern(match.expr().call());
            if (pattern == null) {
                throw new InvalidFilterException(0, 0, "The pattern of matches() has to be a text in quotes.");
            }
            try {
                if (Pattern.compile(pattern).programSize() > LARGEST_PATTERN) {
                    throw new InvalidFilterException(0, 0, "The pattern \"" + pattern + "\" is too complex.");
                }
            } catch (PatternSyntaxException e) {
                throw new InvalidFilterException(0, 0, "matches() takes RE2 patterns: " + e.getMessage() + '.');
            }
        }
    }
}
