package io.pipestream.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * How a sandbox is set up. Start from {@link #defaults()}.
 *
 * @param host          the address to listen on; whoever reaches it may do anything in the account
 * @param port          where to listen; 0 picks a free port
 * @param directory     where the state log lives; null keeps everything in memory
 * @param speed         how many times faster than Pipedrive the waits run (retries, bans, deletion); 1 is real time
 * @param token         the administrator's API token; the second user's is the same with {@code -user} behind it
 * @param companyId     Pipedrive's id of the account
 * @param companyDomain the account's host is {@code {companyDomain}.pipedrive.com}
 * @param dailyTokens   the account's API budget per day, UTC
 * @param burst         API calls allowed per token in any two seconds
 * @param answerTimeout how long a receiver may take to answer a delivery; Pipedrive waits 10 s, whatever the speed
 * @param clock         the time of records, events, bans and budgets
 */
public record SandboxOptions(
        String host,
        int port,
        @Nullable Path directory,
        double speed,
        String token,
        long companyId,
        String companyDomain,
        long dailyTokens,
        int burst,
        Duration answerTimeout,
        InstantSource clock) {

    public SandboxOptions {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be above 0, not " + speed);
        }
        if (token.isBlank() || companyDomain.isBlank()) {
            throw new IllegalArgumentException("token and companyDomain must not be blank");
        }
    }

    /** In memory, a free port, real time, two seats on a plan with 300 000 tokens a day and 100 calls in two seconds. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                Sandbox.LOOPBACK,
                0,
                null,
                1,
                "sandbox-token",
                7301,
                "sandbox",
                300_000,
                100,
                Duration.ofSeconds(10),
                InstantSource.system());
    }

    public SandboxOptions withHost(String value) {
        return new SandboxOptions(
                value,
                port,
                directory,
                speed,
                token,
                companyId,
                companyDomain,
                dailyTokens,
                burst,
                answerTimeout,
                clock);
    }

    public SandboxOptions withPort(int value) {
        return new SandboxOptions(
                host,
                value,
                directory,
                speed,
                token,
                companyId,
                companyDomain,
                dailyTokens,
                burst,
                answerTimeout,
                clock);
    }

    public SandboxOptions withDirectory(@Nullable Path value) {
        return new SandboxOptions(
                host, port, value, speed, token, companyId, companyDomain, dailyTokens, burst, answerTimeout, clock);
    }

    public SandboxOptions withSpeed(double value) {
        return new SandboxOptions(
                host,
                port,
                directory,
                value,
                token,
                companyId,
                companyDomain,
                dailyTokens,
                burst,
                answerTimeout,
                clock);
    }

    public SandboxOptions withToken(String value) {
        return new SandboxOptions(
                host,
                port,
                directory,
                speed,
                value,
                companyId,
                companyDomain,
                dailyTokens,
                burst,
                answerTimeout,
                clock);
    }

    public SandboxOptions withCompany(long id, String domain) {
        return new SandboxOptions(
                host, port, directory, speed, token, id, domain, dailyTokens, burst, answerTimeout, clock);
    }

    /** The account's tokens per day and the calls allowed in two seconds. */
    public SandboxOptions withPlan(long tokensPerDay, int callsPerTwoSeconds) {
        return new SandboxOptions(
                host,
                port,
                directory,
                speed,
                token,
                companyId,
                companyDomain,
                tokensPerDay,
                callsPerTwoSeconds,
                answerTimeout,
                clock);
    }

    public SandboxOptions withAnswerTimeout(Duration value) {
        return new SandboxOptions(
                host, port, directory, speed, token, companyId, companyDomain, dailyTokens, burst, value, clock);
    }

    public SandboxOptions withClock(InstantSource value) {
        return new SandboxOptions(
                host,
                port,
                directory,
                speed,
                token,
                companyId,
                companyDomain,
                dailyTokens,
                burst,
                answerTimeout,
                value);
    }

    /** The account's host, as it appears in every event. */
    String accountHost() {
        return companyDomain + ".pipedrive.com";
    }

    /** How long one of Pipedrive's own waits takes here. */
    Duration scaled(Duration real) {
        return Duration.ofNanos((long) (real.toNanos() / speed));
    }
}
