package io.pipestream.catalogue;

import java.util.Map;
import java.util.UUID;

import io.pipestream.pipedrive.DefinitionList;
import org.jspecify.annotations.Nullable;

/**
 * All that one connection's account has names for, as of the last reading. Immutable.
 *
 * @param connectionId null if nobody knows the account
 * @param lists        a list that was never read is missing
 * @param revisions    of the lists as they were loaded
 */
record Names(@Nullable UUID connectionId, Map<DefinitionList, Glossary> lists, Map<DefinitionList, Long> revisions) {

    /** Of an account that nobody knows. */
    static final Names NONE = new Names(null, Map.of(), Map.of());

    Names {
        lists = Map.copyOf(lists);
        revisions = Map.copyOf(revisions);
    }
}
