package io.pipestream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;

import io.pipestream.ingest.IngestConfig;
import io.pipestream.journal.JournalConfig;
import io.pipestream.pipedrive.PipedriveConfig;
import io.pipestream.platform.CheckResult.State;
import io.pipestream.poll.PollConfig;
import io.pipestream.publish.PublishConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that contradict each other, or do not suit a real account, are named with their cure. */
class SettingsCheckTest {

    /** With the defaults of the code, and what an operator with a real account sets. */
    private static SettingsCheck with(String... settings) {
        var builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(JournalConfig.class)
                .withMapping(PipedriveConfig.class)
                .withMapping(PollConfig.class)
                .withMapping(PublishConfig.class)
                .withMapping(IngestConfig.class)
                .withDefaultValue("quarkus.datasource.journal.jdbc.max-size", "8")
                .withDefaultValue("quarkus.http.limits.max-body-size", "64M")
                .withDefaultValue("pipestream.public-url", "https://hooks.example.com")
                .withDefaultValue("pipestream.access.admin-key", "k".repeat(32))
                .withDefaultValue("pipestream.secrets.key", "a key");
        Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> builder.withDefaultValue(setting[0], setting[1]));
        return new SettingsCheck(builder.build());
    }

    @Test
    void theDefaultsAndWhatARealAccountNeedsAreAllWell() {
        assertThat(with().look()).allSatisfy(result -> {
            assertThat(result.state()).as(result.toString()).isEqualTo(State.OK);
            assertThat(result.cure()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pipestream.public-url=http://127.0.0.1:8080             | settings.public-url          | FAIL | at which the internet reaches
            pipestream.public-url=https://10.1.2.3                  | settings.public-url          | FAIL | at which the internet reaches
            pipestream.public-url=https://pipestream.default.svc    | settings.public-url          | FAIL | at which the internet reaches
            pipestream.public-url=http://hooks.example.com          | settings.public-url          | FAIL | a proxy with a certificate
            pipestream.public-url=hooks example                     | settings.public-url          | FAIL | https://hooks.example.com
            pipestream.pipedrive.base-url=http://sandbox:8090       | settings.base-url            | WARN | Unset PIPESTREAM_PIPEDRIVE_BASE_URL
            pipestream.access.admin-key=                            | settings.admin-key           | WARN | PIPESTREAM_ACCESS_ADMIN_KEY
            pipestream.secrets.key=                                 | settings.secrets-key         | WARN | PIPESTREAM_SECRETS_KEY
            pipestream.oauth.client-id=app                          | settings.oauth               | FAIL | PIPEDRIVE_CLIENT_SECRET
            pipestream.journal.patience=4s                          | settings.patience            | FAIL | below 4s
            pipestream.poll.grace=3m                                | settings.grace               | FAIL | above 183s
            pipestream.poll.horizon=28d                             | settings.horizon             | FAIL | below 28d
            pipestream.pipedrive.background-share=0                 | settings.background-share    | FAIL | 0.10
            pipestream.pipedrive.ban-duration=18s                   | settings.ban-duration        | FAIL | for a sandbox only
            pipestream.publish.shards=7                             | settings.journal-connections | FAIL | to 9 or more
            quarkus.http.limits.max-body-size=10M                   | settings.max-body-size       | FAIL | above pipestream.ingest
            pipestream.ingest.max-body-size=16M                     | settings.spooled-size        | FAIL | below 16M
            """)
    void aSettingThatIsWrongIsNamedWithItsCureAndNoOtherIs(String planted, String name, State state, String cure) {
        // When
        var wrong = with(planted).look().stream()
                .filter(result -> result.state() != State.OK)
                .toList();

        // Then
        assertThat(wrong).singleElement().satisfies(result -> {
            assertThat(result.name()).isEqualTo(name);
            assertThat(result.state()).isEqualTo(state);
            assertThat(result.cure()).contains(cure);
        });
    }

    @Test
    void aSandboxMayBeAnywhereAndBanForAsShortAsItLikes() {
        // When
        var results = with(
                        "pipestream.pipedrive.base-url=http://127.0.0.1:8090",
                        "pipestream.public-url=http://127.0.0.1:8080",
                        "pipestream.pipedrive.ban-duration=18s",
                        "pipestream.secrets.key=")
                .look();

        // Then
        assertThat(results).allMatch(result -> result.state() == State.OK);
    }
}
