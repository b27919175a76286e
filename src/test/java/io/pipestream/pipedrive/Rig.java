package io.pipestream.pipedrive;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;

/** A client on the real ledger, with a simulated Pipedrive, a company and a clock that no other test shares. */
final class Rig implements AutoCloseable {

    static final String NOON = "2026-03-01T12:00:00Z";

    private static final AtomicLong COMPANIES = new AtomicLong(88_000);

    final MovableClock clock = new MovableClock(NOON);
    final String company = Long.toString(COMPANIES.incrementAndGet());
    final Sandbox sandbox;
    final TokenLedger ledger;
    final PipedriveClient client;

    private final Wire wire;

    /**
     * @param daily    tokens of the company
     * @param burst    calls that Pipedrive takes in two seconds
     * @param settings of {@code pipestream.pipedrive}
     */
    Rig(TokenLedgerRepository rows, CallMetrics metrics, long daily, int burst, Map<String, String> settings) {
        sandbox = Sandbox.start(SandboxOptions.defaults()
                .withCompany(Long.parseLong(company), "rig" + company)
                .withPlan(daily, burst)
                .withClock(clock));
        var config = new HashMap<>(Map.of("base-url", sandbox.url().toString(), "burst", "100000"));
        config.putAll(settings);
        var mapped = config(config);
        wire = new Wire(mapped);
        ledger = new TokenLedger(rows, mapped, clock);
        client = new PipedriveClient(new Transport(mapped, clock, wire, ledger, metrics), ledger);
    }

    static PipedriveConfig config(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(PipedriveConfig.class);
        settings.forEach((key, value) -> builder.withDefaultValue("pipestream.pipedrive." + key, value));
        return builder.build().getConfigMapping(PipedriveConfig.class);
    }

    Account account() {
        return Account.ofToken(company, null, sandbox.token());
    }

    Budget today() {
        return ledger.today(company);
    }

    long spent(Purpose purpose) {
        return today().spent().getOrDefault(purpose, 0L);
    }

    long spent() {
        return today().spent().values().stream().mapToLong(Long::longValue).sum();
    }

    /** What Pipedrive itself counted today. */
    long countedByPipedrive() {
        return sandbox.status().getJsonObject("tokens").getLong("daily_used");
    }

    /** A call for 20 tokens. */
    Page recents(Purpose purpose) {
        return client.recents(account(), purpose, Instant.parse(NOON), Set.of("deal"), "", 100);
    }

    @Override
    public void close() {
        wire.close();
        sandbox.close();
    }
}
