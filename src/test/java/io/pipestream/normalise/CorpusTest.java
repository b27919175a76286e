package io.pipestream.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same change by every path is the same event. To add a change, add a line to {@code corpus/scenarios}, run this test
 * with {@code -Dpipestream.test.corpus=write}, and review what was added to {@code corpus/golden}. A golden line that
 * changes is a promise to consumers broken, or Pipedrive's reference read wrongly before.
 */
class CorpusTest {

    private static final boolean WRITES = "write".equals(System.getProperty("pipestream.test.corpus"));

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("golden")
    void everyPathOfAChangeGivesWhatIsPromised(String object, String name, ObjectNode told) {
        Triples.assertEachPathGivesWhatIsPromised(object, told);
    }

    static Stream<Arguments> golden() {
        return Spelling.objects().stream()
                .flatMap(object -> Corpus.golden(object).stream()
                        .map(told -> Arguments.of(object, told.get("name").textValue(), told)));
    }

    @ParameterizedTest
    @MethodSource("io.pipestream.normalise.Spelling#objects")
    void theGoldenFilesAreWhatPipedriveSendsOfTheScenarios(String object) {
        var told = Corpus.scenarios(object).stream().map(Corpus::told).toList();
        if (WRITES) {
            Corpus.keep(object, told);
        }

        var kept = Corpus.golden(object);

        assertThat(kept).hasSameSizeAs(told);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).toString())
                    .as("%s %s", object, told.get(i).get("name"))
                    .isEqualTo(told.get(i).toString());
        }
    }

    @Test
    void thereAreAtLeastTwoHundredChangesThatThreePathsTell() {
        var triples = new ArrayList<String>();
        var actions = new ArrayList<String>();
        for (var object : Spelling.objects()) {
            for (var told : Corpus.golden(object)) {
                boolean isTriple = List.of("webhook_v1", "webhook_v2", "row_v1").stream()
                        .allMatch(path -> told.get(path).isObject());
                if (isTriple) {
                    triples.add(object + ' ' + told.get("name").textValue());
                }
                actions.add(object + ' ' + told.get("action").textValue());
            }
        }

        assertThat(triples).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
        assertThat(actions)
                .contains("deal merged", "organization merged", "person merged")
                .containsAll(Spelling.objects().stream()
                        .map(object -> object + " added")
                        .toList())
                .containsAll(Spelling.objects().stream()
                        .map(object -> object + " updated")
                        .toList())
                .containsAll(Spelling.objects().stream()
                        .filter(object -> !object.equals("user"))
                        .map(object -> object + " deleted")
                        .toList());
    }
}
