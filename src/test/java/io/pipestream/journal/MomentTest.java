package io.pipestream.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.RepeatedTest;

class MomentTest {

    private static final Comparator<Moment> ORDER = Comparator.comparing(Moment::at)
            .thenComparing(moment -> moment.id().getMostSignificantBits(), Long::compareUnsigned)
            .thenComparing(moment -> moment.id().getLeastSignificantBits(), Long::compareUnsigned);

    private final Random random = new Random();

    @RepeatedTest(200)
    void whatIsBeforeTheEarlierOfTwoPlacesIsBeforeBoth() {
        // Given
        var cursor = random.nextInt(4) == 0 ? Moment.END : moment();
        var until = Instant.ofEpochSecond(random.nextInt(4));
        var row = moment();

        // When
        var start = cursor.orFrom(until);

        // Then
        assertThat(ORDER.compare(row, start) < 0)
                .isEqualTo(ORDER.compare(row, cursor) < 0 && row.at().isBefore(until));
        assertThat(cursor.orFrom(null)).isEqualTo(cursor);
    }

    private Moment moment() {
        return new Moment(Instant.ofEpochSecond(random.nextInt(4)), new UUID(random.nextLong(), random.nextLong()));
    }
}
