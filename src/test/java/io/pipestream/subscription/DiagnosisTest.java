package io.pipestream.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How health follows from evidence and checks; what must always hold is tried on many random cases. */
class DiagnosisTest {

    private static final int CASES = 5_000;

    private static final Duration BAN = Duration.ofMinutes(30);

    private static final Diagnosis DIAGNOSIS = new Diagnosis(BAN, Duration.ofSeconds(230), Duration.ofHours(24));

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static final Instant EARLIER = NOON.minus(Duration.ofHours(2));

    private static final Standing WELL = new Standing(Health.HEALTHY, null, EARLIER, null, EARLIER);

    @Test
    void tenRefusedFirstAttemptsAreABanUntilItIsOver() {
        // Given
        var refused = evidence(EARLIER, 10, NOON, null);

        // When
        var banned = DIAGNOSIS.byEvidence(WELL, refused, NOON.plusSeconds(5));
        var before = DIAGNOSIS.byEvidence(
                banned, evidence(EARLIER, 0, null, null), NOON.plus(BAN).minusSeconds(1));
        var after = DIAGNOSIS.byEvidence(banned, evidence(EARLIER, 0, null, null), NOON.plus(BAN));

        // Then
        assertThat(banned.health()).isEqualTo(Health.BANNED);
        assertThat(banned.bannedUntil()).isEqualTo(NOON.plus(BAN));
        assertThat(before).isEqualTo(banned);
        assertThat(after.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aBanThatWasOverBeforeAnybodyKnewOfItIsNone() {
        // Given
        var later = NOON.plus(BAN);

        // When
        var over = DIAGNOSIS.byEvidence(WELL, evidence(EARLIER, 10, NOON, null), later);
        var heard = DIAGNOSIS.byEvidence(WELL, evidence(NOON.plusSeconds(240), 10, NOON, null), NOON.plusSeconds(250));

        // Then
        assertThat(over).isEqualTo(WELL.listening(later));
        assertThat(heard).isEqualTo(WELL.listening(NOON.plusSeconds(250)));
    }

    @Test
    void ofTenThatWereMissedTheTenthBeginsTheBan() {
        // Given
        var missed = evidence(EARLIER, 10, NOON, NOON.minusSeconds(300));

        // When
        var suspect = DIAGNOSIS.byEvidence(WELL, missed, NOON.plusSeconds(10));
        var checked = DIAGNOSIS.afterCheck(suspect, missed, new Finding.Right(), NOON.plusSeconds(20));

        // Then
        assertThat(suspect.health()).as("it may be gone").isEqualTo(Health.SUSPECT);
        assertThat(checked.health()).isEqualTo(Health.BANNED);
        assertThat(checked.bannedUntil()).isEqualTo(NOON.plus(BAN));
    }

    @Test
    void whatWentUnheardLeavesADoubtUntilSomethingIsHeardThatIsNoRetry() {
        // Given
        var retry = Duration.ofSeconds(230);
        var unheard = evidence(null, 1, NOON, NOON);
        var retried = evidence(NOON.plusSeconds(229), 1, NOON, NOON);
        var heard = evidence(NOON.plusSeconds(230), 1, NOON, NOON);

        // Then
        assertThat(unheard.doubt(BAN, retry)).isEqualTo(new Doubt(NOON.plus(BAN), NOON.plus(BAN)));
        assertThat(retried.doubt(BAN, retry)).isNotNull();
        assertThat(heard.doubt(BAN, retry)).isNull();
    }

    @Test
    void nineAreNone() {
        assertThat(DIAGNOSIS.byEvidence(WELL, evidence(EARLIER, 9, NOON, null), NOON))
                .isEqualTo(WELL);
    }

    @Test
    void aRetryDuringABanIsNoProofThatItIsOverButALaterDeliveryIs() {
        // Given
        var banned = WELL.banned("ten", NOON, NOON.plus(BAN));

        // When
        var retried =
                DIAGNOSIS.byEvidence(banned, evidence(NOON.plusSeconds(150), 0, null, null), NOON.plusSeconds(160));
        var heard = DIAGNOSIS.byEvidence(banned, evidence(NOON.plusSeconds(400), 0, null, null), NOON.plusSeconds(410));

        // Then
        assertThat(retried.health()).isEqualTo(Health.BANNED);
        assertThat(heard.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void whatPollingFoundFirstIsGivenTimeToArrive() {
        // Given
        var missed = evidence(EARLIER, 0, null, NOON);

        // When
        var soon = DIAGNOSIS.byEvidence(WELL, missed, NOON.plusSeconds(229));
        var late = DIAGNOSIS.byEvidence(WELL, missed, NOON.plusSeconds(230));
        var arrived = DIAGNOSIS.byEvidence(late, evidence(NOON.plusSeconds(231), 0, null, NOON), NOON.plusSeconds(232));

        // Then
        assertThat(soon).isEqualTo(WELL);
        assertThat(late.health()).isEqualTo(Health.SUSPECT);
        assertThat(arrived.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aWebhookThatIsListedAndDoesNotTellIsBanned() {
        // Given
        var missed = evidence(EARLIER, 0, null, NOON);
        var suspect = DIAGNOSIS.byEvidence(WELL, missed, NOON.plusSeconds(240));

        // When
        var checked = DIAGNOSIS.afterCheck(suspect, missed, new Finding.Right(), NOON.plusSeconds(250));

        // Then
        assertThat(checked.health()).isEqualTo(Health.BANNED);
        assertThat(checked.since()).isEqualTo(NOON);
        assertThat(checked.bannedUntil()).isEqualTo(NOON.plus(BAN));
    }

    @Test
    void whatHappenedBeforeItListenedIsNotHeldAgainstIt() {
        // Given
        var again = WELL.listening(NOON);

        // When
        var judged = DIAGNOSIS.byEvidence(again, evidence(null, 0, null, NOON.minusSeconds(60)), NOON.plusSeconds(60));

        // Then
        assertThat(judged).isEqualTo(again);
    }

    @Test
    void aDayWithoutAWordIsSilenceAndOneWordEndsIt() {
        // Given
        var tomorrow = NOON.plus(Duration.ofHours(25));

        // When
        var silent = DIAGNOSIS.byEvidence(WELL, evidence(NOON, 0, null, null), tomorrow);
        var heard = DIAGNOSIS.byEvidence(silent, evidence(tomorrow, 0, null, null), tomorrow.plusSeconds(9));

        // Then
        assertThat(silent.health()).isEqualTo(Health.SILENT);
        assertThat(heard.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aRegistrationThatJustBeganIsNotSilent() {
        assertThat(DIAGNOSIS.byEvidence(WELL, evidence(null, 0, null, null), NOON))
                .isEqualTo(WELL);
    }

    @Test
    void whatStillHearsWhileItIsReplacedIsNotMissing() {
        // When
        var rotated = DIAGNOSIS.afterCheck(WELL, evidence(NOON, 0, null, null), new Finding.Replaced("", true), NOON);
        var refused = DIAGNOSIS.afterCheck(
                WELL, evidence(NOON, 0, null, null), new Finding.Unregistered("no room", true), NOON);
        var missing = DIAGNOSIS.afterCheck(
                WELL, evidence(NOON, 0, null, null), new Finding.Unregistered("no room", false), NOON);

        // Then
        assertThat(rotated).isEqualTo(WELL);
        assertThat(refused).isEqualTo(WELL);
        assertThat(missing.health()).isEqualTo(Health.MISSING);
        assertThat(missing.reason()).isEqualTo("no room");
    }

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

    @Test
    void aWebhookThatWasNeverThereLeavesNoGap() {
        // Given
        var young = new Evidence(NOON, null, 0, null, null, null, null, null, null, null);

        // Then
        assertThat(DIAGNOSIS.blindSince(young, WELL.become(Health.MISSING, "refused", NOON), NOON))
                .isNull();
    }

    @Test
    void aMissingWebhookWasThereWhenItLastToldSomethingThatWasNoRetry() {
        // Given
        var checked = NOON.minus(Duration.ofMinutes(30));
        var heard = NOON.minus(Duration.ofMinutes(10));
        var evidence = new Evidence(EARLIER, heard, 0, null, null, null, null, null, checked, checked);

        // Then
        assertThat(DIAGNOSIS.lastPresent(evidence)).isEqualTo(heard.minusSeconds(230));
    }

    private static Evidence evidence(
            @Nullable Instant heard, int failures, @Nullable Instant failed, @Nullable Instant missed) {
        return new Evidence(EARLIER, heard, failures, failed, failed, missed, missed, missed, EARLIER, EARLIER);
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
