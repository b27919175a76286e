package io.pipestream.subscription;

import static io.pipestream.subscription.DiagnosisCases.BAN;
import static io.pipestream.subscription.DiagnosisCases.DIAGNOSIS;
import static io.pipestream.subscription.DiagnosisCases.EARLIER;
import static io.pipestream.subscription.DiagnosisCases.NOON;
import static io.pipestream.subscription.DiagnosisCases.WELL;
import static io.pipestream.subscription.DiagnosisCases.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must always hold of health, tried on many random cases. */
class DiagnosisPropertyTest {

    private static final int CASES = 5_000;

    @ParameterizedTest
    @EnumSource(
            value = Health.class,
            names = {"MISSING", "UNAUTHORISED"})
    void onlyACheckEndsWhatOnlyACheckCanSee(Health health) {
        for (long seed = 0; seed < CASES; seed++) {
            var standing = WELL.become(health, "seed", EARLIER);

            assertThat(DIAGNOSIS.byEvidence(standing, random(new Random(seed)), NOON))
                    .as("seed %d", seed)
                    .isEqualTo(standing);
        }
    }

    @Test
    void theTimeOfAChangeIsKeptWhileTheHealthStaysAndABanAlwaysHasAnEnd() {
        for (long seed = 0; seed < CASES; seed++) {
            // Given
            var random = new Random(seed);
            var standing = randomStanding(random);
            var evidence = random(random);

            // When
            var judged = random.nextBoolean()
                    ? DIAGNOSIS.byEvidence(standing, evidence, NOON)
                    : DIAGNOSIS.afterCheck(standing, evidence, randomFinding(random), NOON);

            // Then
            if (judged.health() == standing.health() && judged.health() != Health.HEALTHY) {
                assertThat(judged.since()).as("since, seed %d", seed).isEqualTo(standing.since());
            }
            assertThat(judged.bannedUntil() != null)
                    .as("end of the ban, seed %d", seed)
                    .isEqualTo(judged.health() == Health.BANNED);
            assertThat(judged.since()).as("since, seed %d", seed).isBeforeOrEqualTo(NOON);
        }
    }

    @Test
    void whateverItWasAWebhookThatIsThereAndTellsIsHealthyInTheEnd() {
        for (long seed = 0; seed < CASES; seed++) {
            // Given
            var standing = randomStanding(new Random(seed));
            var later = NOON.plus(Duration.ofHours(1));
            var heard = evidence(later, 0, null, null);

            // When
            var judged = DIAGNOSIS.byEvidence(standing, heard, later);
            var checked = DIAGNOSIS.afterCheck(judged, heard, new Finding.Right(), later);

            // Then
            assertThat(checked.health()).as("seed %d, was %s", seed, standing).isEqualTo(Health.HEALTHY);
        }
    }

    @Test
    void blindnessBeginsBeforeItIsNoticedAndNeverBeforeTheWebhookWasLastSeen() {
        for (long seed = 0; seed < CASES; seed++) {
            // Given
            var random = new Random(seed);
            var standing = randomStanding(random);
            var evidence = random(random);
            var judged = DIAGNOSIS.afterCheck(standing, evidence, randomFinding(random), NOON);

            // When
            var from = DIAGNOSIS.blindSince(evidence, judged, NOON);

            // Then
            if (from != null) {
                assertThat(from).as("seed %d", seed).isBeforeOrEqualTo(NOON);
            }
            if (judged.health() == Health.MISSING && evidence.lastCheckedAt() != null) {
                assertThat(from).as("seed %d", seed).isAfterOrEqualTo(evidence.lastCheckedAt());
            }
        }
    }

    private static Evidence random(Random random) {
        return new Evidence(
                past(random),
                maybe(random),
                random.nextInt(15),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random));
    }

    private static Standing randomStanding(Random random) {
        var health = List.of(Health.values()).get(random.nextInt(Health.values().length));
        var since = past(random);
        var standing = new Standing(Health.HEALTHY, null, since, null, past(random));
        return switch (health) {
            case BANNED -> standing.banned("ten", since, since.plus(BAN));
            case HEALTHY -> standing;
            case SILENT, SUSPECT, MISSING, UNAUTHORISED -> standing.become(health, "random", since);
        };
    }

    private static Finding randomFinding(Random random) {
        return List.of(
                        new Finding.Right(),
                        new Finding.Replaced("gone", random.nextBoolean()),
                        new Finding.Unregistered("no room", random.nextBoolean()),
                        new Finding.Unauthorised("token"),
                        new Finding.Unknown())
                .get(random.nextInt(5));
    }

    private static @Nullable Instant maybe(Random random) {
        return random.nextInt(3) == 0 ? null : past(random);
    }

    private static Instant past(Random random) {
        return NOON.minusSeconds(random.nextLong(Duration.ofHours(40).toSeconds()));
    }
}
