package io.pipestream.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;

import org.junit.jupiter.api.Test;

/** What the corpus shows of changes written by hand, on ten thousand random ones. A failure names its seed. */
class TriplePropertyTest {

    private static final int CHANGES = 10_000;

    @Test
    void everyPathOfAnyChangeGivesWhatIsPromised() {
        var kinds = new HashSet<String>();
        for (long seed = 0; seed < CHANGES; seed++) {
            var change = RandomChange.of(seed);

            Triples.assertEachPathGivesWhatIsPromised(change.object(), Corpus.told(change));

            kinds.add(change.object() + ' ' + change.action().word());
        }
        assertThat(kinds).hasSize(3 * Spelling.objects().size() - 1 + 3); // users are not deleted, three kinds merge
    }
}
