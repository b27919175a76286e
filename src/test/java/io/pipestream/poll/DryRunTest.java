package io.pipestream.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.pipestream.pipedrive.Listing;
import io.pipestream.poll.DryRun.Extent;
import org.junit.jupiter.api.Test;

class DryRunTest {

    @Test
    void theRestOfAListIsTakenToBeAsDenseAsItsBeginning() {
        // When
        var extent = DryRun.estimate(Listing.NOTES, 1_000, 500, Duration.ofDays(1), Duration.ofDays(30));

        // Then
        assertThat(extent).isEqualTo(new Extent(Listing.NOTES, 30_000, 60, 1_200, true));
    }

    @Test
    void anEstimateIsNeverLessThanWhatWasRead() {
        // When
        var extent = DryRun.estimate(Listing.DEALS, 1_000, 500, Duration.ofDays(40), Duration.ofDays(30));

        // Then
        assertThat(extent).isEqualTo(new Extent(Listing.DEALS, 1_000, 2, 20, true));
    }
}
