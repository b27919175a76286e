package io.pipestream.subscription;

import static io.pipestream.subscription.DiagnosisCases.BAN;
import static io.pipestream.subscription.DiagnosisCases.DIAGNOSIS;
import static io.pipestream.subscription.DiagnosisCases.EARLIER;
import static io.pipestream.subscription.DiagnosisCases.NOON;
import static io.pipestream.subscription.DiagnosisCases.WELL;
import static io.pipestream.subscription.DiagnosisCases.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/** How health follows from evidence and checks. */
class DiagnosisTest {

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
}
