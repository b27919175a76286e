package io.pipestream.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.sandbox.Faults;
import io.quarkus.test.junit.QuarkusTest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The customer's tokens are theirs: what we spend of them, what we leave, and how we behave when told to stop. */
@QuarkusTest
class TokenBudgetTest {

    private static final Map<String, String> AT_ONCE = Map.of("retries", "0");

    private final TokenLedgerRepository rows;
    private final CallMetrics metrics;

    TokenBudgetTest(TokenLedgerRepository rows, CallMetrics metrics) {
        this.rows = rows;
        this.metrics = metrics;
    }

    @Test
    void backgroundWorkEndsAtTheCapRepairALittleLaterAndWhoWaitsIsServed() {
        try (var rig = rig(1_000, AT_ONCE)) {
            // Given
            rig.client.me(rig.account(), Purpose.SETUP);
            for (int i = 0; i < 5; i++) {
                rig.recents(i % 2 == 0 ? Purpose.POLL : Purpose.BACKFILL);
            }

            // When
            var poll = refused(() -> rig.recents(Purpose.POLL));
            var check = refused(() -> rig.client.webhooks(rig.account(), Purpose.CHECK));
            rig.recents(Purpose.REPAIR);
            var repair = refused(() -> rig.recents(Purpose.REPAIR));
            rig.client.webhooks(rig.account(), Purpose.OPERATOR);

            // Then
            assertThat(List.of(poll, check, repair))
                    .extracting(PipedriveRefusedException::reason)
                    .containsOnly(Reason.BUDGET_SPENT);
            assertThat(poll.until()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
            assertThat(rig.today().background()).isEqualTo(100 + 20);
            assertThat(rig.countedByPipedrive()).isEqualTo(rig.spent()).isEqualTo(2 + 120 + 10);
        }
    }

    @Test
    void midnightBringsTheTokensBack() {
        try (var rig = rig(200, AT_ONCE)) {
            // Given
            rig.client.me(rig.account(), Purpose.SETUP);
            rig.recents(Purpose.POLL);
            assertThat(refused(() -> rig.recents(Purpose.POLL)).reason()).isEqualTo(Reason.BUDGET_SPENT);

            // When
            rig.clock.advance(Duration.ofHours(12));
            rig.recents(Purpose.POLL);

            // Then
            assertThat(rig.today().spent()).isEqualTo(Map.of(Purpose.POLL, 20L));
            assertThat(rig.countedByPipedrive()).isEqualTo(20);
        }
    }

    @Test
    void manyThreadsNeverPassTheCap() throws Exception {
        try (var rig = rig(30_000, AT_ONCE);
                var threads = Executors.newFixedThreadPool(12)) {
            // Given
            Callable<Boolean> reserve = () -> {
                try {
                    rig.ledger.reserve(rig.company, Purpose.POLL, 20);
                    return true;
                } catch (PipedriveRefusedException e) {
                    return false;
                }
            };
            var tries = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 240; i++) {
                tries.add(reserve);
            }

            // When
            var allowed = 0;
            for (Future<Boolean> outcome : threads.invokeAll(tries)) {
                allowed += outcome.get() ? 1 : 0;
            }

            // Then
            assertThat(allowed).isEqualTo(3_000 / 20);
            assertThat(rig.today().background()).isEqualTo(3_000);
            assertThat(rig.today().left(Purpose.POLL)).isZero();
            assertThat(rig.today().left(Purpose.REPAIR)).isEqualTo(600);
        }
    }

    @Test
    void theLedgerAgreesWithPipedriveWhateverWasAnswered() {
        var settings = Map.of("retries", "2", "breaker-pause", "50ms", "background-share", "1");
        try (var rig = rig(100_000, settings)) {
            // Given
            var account = rig.account();
            var wrongToken = Account.ofToken(rig.company, null, "nobody's");
            List<ThrowingCallable> calls = List.of(
                    () -> rig.recents(Purpose.POLL),
                    () -> rig.client.deleteWebhook(account, Purpose.OPERATOR, "404"),
                    () -> rig.client.webhooks(wrongToken, Purpose.CHECK),
                    () -> rig.client.createWebhook(account, Purpose.SETUP, webhook()),
                    () -> rig.client.me(account, Purpose.OPERATOR));

            // When
            for (var faults : List.of(
                    Faults.none(), Faults.none().withApi5xx(0.3), Faults.none().withApi429("burst"))) {
                rig.sandbox.faults(faults);
                for (var call : faults.api429() == null ? calls : calls.subList(0, 1)) {
                    var unused = catchThrowableOfType(PipedriveRefusedException.class, call);
                }
            }

            // Then
            assertThat(rig.spent()).isEqualTo(rig.countedByPipedrive()).isGreaterThanOrEqualTo(20 + 6 + 10 + 2);
            assertThat(rig.spent(Purpose.CHECK)).isZero();
        }
    }

    @Test
    void theFirstCallIsCountedUnderTheCompanyThatItFinds() {
        try (var rig = rig(77_000, AT_ONCE)) {
            // When
            rig.client.me(Account.ofToken(null, null, rig.sandbox.token()), Purpose.SETUP);

            // Then
            assertThat(rig.today().spent()).isEqualTo(Map.of(Purpose.SETUP, 2L));
            assertThat(rig.today().daily()).isEqualTo(77_000);
        }
    }

    @Test
    void anAccountWithoutTokensIsLeftAloneUntilMidnight() {
        try (var rig = rig(20, Map.of("retries", "0", "background-share", "1"))) {
            // Given
            rig.client.webhooks(rig.account(), Purpose.OPERATOR);
            rig.client.webhooks(rig.account(), Purpose.OPERATOR);

            // When
            var background = refused(() -> rig.client.webhooks(rig.account(), Purpose.CHECK));
            var waitedFor = refused(() -> rig.client.webhooks(rig.account(), Purpose.OPERATOR));
            rig.clock.advance(Duration.ofHours(12));
            rig.client.webhooks(rig.account(), Purpose.CHECK);

            // Then
            assertThat(background.reason()).isEqualTo(Reason.DAY_SPENT);
            assertThat(waitedFor.reason()).isEqualTo(Reason.DAY_SPENT);
            assertThat(waitedFor.until()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
            assertThat(rig.spent()).isEqualTo(rig.countedByPipedrive()).isEqualTo(10);
        }
    }

    @Test
    void theFirewallsPageStopsEveryCallForAnHour() {
        try (var rig = rig(1_000, Map.of())) {
            // Given
            rig.sandbox.faults(Faults.none().withCloudflare403());

            // When
            var first = refused(() -> rig.recents(Purpose.POLL));
            rig.sandbox.faults(Faults.none());
            var second = refused(() -> rig.client.webhooks(rig.account(), Purpose.OPERATOR));
            rig.clock.advance(Duration.ofMinutes(61));
            rig.recents(Purpose.POLL);

            // Then
            assertThat(first.reason()).isEqualTo(Reason.BLOCKED);
            assertThat(second.reason()).isEqualTo(Reason.PAUSED);
            assertThat(second.until())
                    .isBetween(Instant.parse("2026-03-01T13:00:00Z"), Instant.parse("2026-03-01T13:01:00Z"));
            assertThat(rig.spent()).isEqualTo(rig.countedByPipedrive()).isEqualTo(20);
        }
    }

    @Test
    void afterTenFailuresTheAccountIsNotCalledForAWhile() {
        try (var rig = rig(100_000, Map.of("retries", "0", "breaker-pause", "1s"))) {
            // Given
            rig.sandbox.faults(Faults.none().withApi5xx(1));
            for (int i = 0; i < 10; i++) {
                assertThat(refused(() -> rig.recents(Purpose.POLL)).reason()).isEqualTo(Reason.UNAVAILABLE);
            }

            // When
            var paused = refused(() -> rig.recents(Purpose.POLL));
            rig.sandbox.faults(Faults.none());

            // Then
            assertThat(paused.reason()).isEqualTo(Reason.PAUSED);
            assertThat(rig.spent()).isEqualTo(rig.countedByPipedrive()).isEqualTo(200);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .ignoreExceptionsInstanceOf(PipedriveRefusedException.class)
                    .until(() -> rig.recents(Purpose.POLL).rows().isEmpty());
        }
    }

    @Test
    void whatMayHaveBeenDoneIsNotDoneTwice() {
        try (var rig = rig(100_000, Map.of("retries", "1"))) {
            // Given
            rig.sandbox.faults(Faults.none().withApi5xx(1));

            // When
            var created = refused(() -> rig.client.createWebhook(rig.account(), Purpose.SETUP, webhook()));
            var listed = refused(() -> rig.client.webhooks(rig.account(), Purpose.CHECK));

            // Then
            assertThat(List.of(created, listed))
                    .extracting(PipedriveRefusedException::reason)
                    .containsOnly(Reason.UNAVAILABLE);
            assertThat(rig.spent(Purpose.SETUP)).isEqualTo(10);
            assertThat(rig.spent(Purpose.CHECK)).isEqualTo(20);
            assertThat(rig.spent()).isEqualTo(rig.countedByPipedrive());
        }
    }

    @Test
    void aCallThatNeverReachedPipedriveCostsNothing() {
        try (var rig = rig(1_000, Map.of("retries", "1", "base-url", "http://127.0.0.1:1"))) {
            // When
            var refused = refused(() -> rig.client.createWebhook(rig.account(), Purpose.SETUP, webhook()));

            // Then
            assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(rig.spent()).isZero();
        }
    }

    @Test
    void fortyCallsInARowStayBelowTheSmallestPlansBurst() {
        try (var rig = new Rig(rows, metrics, 100_000, 20, Map.of("retries", "0", "burst", "15"))) {
            // When
            for (int i = 0; i < 40; i++) {
                rig.client.me(rig.account(), Purpose.OPERATOR);
            }

            // Then
            assertThat(rig.spent()).isEqualTo(rig.countedByPipedrive()).isEqualTo(80);
        }
    }

    @Test
    void aTooHastyCallIsMadeAgainWhenPipedriveAllowsIt() {
        try (var rig = new Rig(rows, metrics, 100_000, 2, Map.of())) {
            // When
            for (int i = 0; i < 5; i++) {
                rig.client.me(rig.account(), Purpose.OPERATOR);
            }

            // Then
            assertThat(rig.spent()).isEqualTo(rig.countedByPipedrive()).isEqualTo(10);
        }
    }

    @Test
    void anExpiredTokenIsRenewedOnce() {
        try (var rig = rig(1_000, AT_ONCE)) {
            // Given
            var expiring = new Expiring(rig.sandbox.token());

            // When
            var me = rig.client.me(new Account(rig.company, null, expiring), Purpose.OPERATOR);

            // Then
            assertThat(me.companyId()).isEqualTo(rig.company);
            assertThat(expiring.renewals).isEqualTo(1);
            assertThat(rig.spent()).isEqualTo(rig.countedByPipedrive()).isEqualTo(2);
        }
    }

    private static final class Expiring implements Credential {

        private final String good;
        private int renewals;

        Expiring(String good) {
            this.good = good;
        }

        @Override
        public Header header() {
            return new Header("x-api-token", renewals == 0 ? "expired" : good);
        }

        @Override
        public boolean renew(Header refused) {
            renewals++;
            return true;
        }
    }

    private Rig rig(long daily, Map<String, String> settings) {
        return new Rig(rows, metrics, daily, 100_000, settings);
    }

    private static NewWebhook webhook() {
        return new NewWebhook("http://127.0.0.1:1/nobody", "create", "deal", "2.0", "budget test", "user", "secret");
    }

    private static PipedriveRefusedException refused(ThrowingCallable call) {
        return catchThrowableOfType(PipedriveRefusedException.class, call);
    }
}
