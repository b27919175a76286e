package io.pipestream.connection;

import static io.pipestream.connection.ConsentedAccount.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.support.Database;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access tokens are refreshed in time and once. */
@QuarkusTest
class KeyringTest {

    private final ConsentedAccount account;
    private final Database database;

    KeyringTest(ConsentedAccount account, Database database) {
        this.account = account;
        this.database = database;
    }

    @BeforeEach
    void anAccountHasConsented() {
        account.consent();
    }

    @AfterEach
    void theAccountIsGone() {
        account.remove();
    }

    @Test
    void twentyCallsOfTwoReplicasThatFindAnExpiredTokenRefreshItOnce() throws Exception {
        // Given
        account.clock.advance(TokenEndpoint.LIFE);

        // When
        var headers = twentyAtOnce(keyring -> keyring.header(account.id()));

        // Then
        assertThat(headers).hasSize(20).containsOnly(bearer("access-1"));
        assertThat(account.pipedrive.refreshes()).isEqualTo(1);
    }

    @Test
    void twentyCallsOfTwoReplicasWhoseTokenWasRefusedRefreshItOnce() throws Exception {
        // When
        var renewed = twentyAtOnce(keyring -> keyring.renew(account.id(), bearer("access-0")));

        // Then
        assertThat(renewed).hasSize(20).containsOnly(true);
        assertThat(account.pipedrive.refreshes()).isEqualTo(1);
        assertThat(account.one.header(account.id())).isEqualTo(bearer("access-1"));
    }

    @Test
    void aTokenIsRefreshedBeforeItExpiresAndNoEarlier() {
        // When
        account.clock.advance(
                TokenEndpoint.LIFE.minus(ConsentedAccount.REFRESH_BEFORE).minusSeconds(1));
        var early = account.one.header(account.id());
        account.clock.advance(Duration.ofSeconds(1));
        var due = account.one.header(account.id());

        // Then
        assertThat(early).isEqualTo(bearer("access-0"));
        assertThat(due).isEqualTo(bearer("access-1"));
    }

    @Test
    void whilePipedriveIsAwayATokenServesUntilItExpiresAndIsNotAskedForEachTime() {
        // Given
        account.pipedrive.refuse(Reason.UNAVAILABLE);
        account.clock.advance(TokenEndpoint.LIFE.minusSeconds(60));

        // When
        var headers = List.of(
                account.one.header(account.id()), account.one.header(account.id()), account.one.header(account.id()));

        // Then
        assertThat(headers).containsOnly(bearer("access-0"));
        assertThat(account.pipedrive.refreshes()).isEqualTo(1);

        // When
        account.clock.advance(Duration.ofSeconds(60));
        var refused = catchThrowableOfType(PipedriveRefusedException.class, () -> account.one.header(account.id()));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(account.shown("state")).isEqualTo("active");
    }

    @Test
    void aConsentThatNothingUsesIsKeptAlive() {
        // When
        account.one.keepAlive(account.clock.instant());
        account.clock.advance(Duration.ofDays(31));
        account.one.keepAlive(account.clock.instant().minus(Duration.ofDays(30)));
        account.other.keepAlive(account.clock.instant().minus(Duration.ofDays(30)));

        // Then
        assertThat(account.pipedrive.refreshes()).isEqualTo(1);
    }

    @Test
    void noSecretIsStoredInClear() {
        // When
        var stored = database.texts(
                "SELECT unnest(ARRAY[access_token, refresh_token]) FROM connection WHERE id = ?", account.id());

        // Then
        assertThat(stored).hasSize(2).allSatisfy(secret -> assertThat(secret).startsWith("sealed:1:"));
    }

    private interface Use<T> {
        T of(Keyring keyring);
    }

    /** Ten calls at each replica; Pipedrive answers the first only once all are on their way. */
    private <T> List<T> twentyAtOnce(Use<T> use) throws Exception {
        var onTheirWay = new CountDownLatch(20);
        account.pipedrive.during(() -> await(onTheirWay));
        try (var pool = Executors.newFixedThreadPool(20)) {
            var calls = IntStream.range(0, 20)
                    .<Callable<T>>mapToObj(number -> () -> {
                        onTheirWay.countDown();
                        return use.of(number % 2 == 0 ? account.one : account.other);
                    })
                    .toList();
            var results = new ArrayList<T>();
            for (var result : pool.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
