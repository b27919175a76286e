package io.pipestream.spool;

import java.time.Duration;
import java.util.UUID;

/**
 * An instance that may spool, as another one sees it in Postgres.
 *
 * @param age   since its last look, by the database's clock; negative if that clock was set back
 * @param dirty whether something it has spooled, or may have, may not be drained
 */
record Keeper(UUID instance, Duration age, boolean dirty) {

    boolean isForgettable() {
        return age.compareTo(Promise.FORGOTTEN_AFTER) > 0;
    }

    /** Whether nothing that it spooled before the last {@link Promise#GOOD_FOR} can be undrained. */
    boolean isCleanAndHeard() {
        return !dirty && !age.isNegative() && age.compareTo(Promise.GOOD_FOR) < 0;
    }
}
