package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final RunFile.Postgres DATABASE =
            new RunFile.Postgres("jdbc:postgresql://127.0.0.1:5433/pipestream", "pipestream", "secret");

    @Test
    void withNothingSetEverythingIsStartedHere() {
        // When, then
        assertThat(Settings.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", " ")))
                .isEqualTo(new Settings(null, null, null, null, null));
    }

    @Test
    void theUsersDatabaseAndKafkaAreTakenEachByItself() {
        // When
        var database = Settings.of(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", DATABASE.url(),
                "QUARKUS_DATASOURCE_USERNAME", DATABASE.user(),
                "QUARKUS_DATASOURCE_PASSWORD", DATABASE.password()));
        var kafka = Settings.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", "broker.example.test:9092"));

        // Then
        assertThat(database).isEqualTo(new Settings(DATABASE, null, null, null, null));
        assertThat(kafka).isEqualTo(new Settings(null, "broker.example.test:9092", null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://hooks.example.test", "hooks.example.test", "https://"})
    void aRealAccountNeedsAnAddressPipedriveCanReach(String publicUrl) {
        // When, then
        assertThatThrownBy(() -> Settings.of(Map.of("PIPEDRIVE_API_TOKEN", "t", "PIPESTREAM_PUBLIC_URL", publicUrl)))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("PIPESTREAM_PUBLIC_URL")
                .hasMessageContaining("https://");
    }

    @Test
    void theServiceIsTalkedIntoTheSandbox() {
        // Given
        var addresses = new Backends.Addresses(
                DATABASE, "127.0.0.1:9092", new Backends.SandboxAddress("http://127.0.0.1:8090", "sandbox-token"));

        // When
        var environment = ServiceEnvironment.of(8080, addresses, Settings.of(Map.of()), "psk_k");

        // Then
        assertThat(environment)
                .containsEntry("PIPEDRIVE_API_TOKEN", "sandbox-token")
                .containsEntry("PIPESTREAM_PIPEDRIVE_BASE_URL", "http://127.0.0.1:8090")
                .containsEntry("PIPESTREAM_CONSOLE_SANDBOX_URL", "http://127.0.0.1:8090")
                .containsEntry("PIPESTREAM_PUBLIC_URL", "http://127.0.0.1:8080");
    }

    @Test
    void aRealAccountIsNotPointedElsewhere() {
        // Given
        var settings =
                Settings.of(Map.of("PIPEDRIVE_API_TOKEN", "t", "PIPESTREAM_PUBLIC_URL", "https://hooks.example.test"));

        // When
        var environment = ServiceEnvironment.of(
                8080, new Backends.Addresses(DATABASE, "127.0.0.1:9092", null), settings, "psk_k");

        // Then
        assertThat(environment)
                .containsEntry("PIPESTREAM_PUBLIC_URL", "https://hooks.example.test")
                .doesNotContainKeys("PIPEDRIVE_API_TOKEN", "PIPESTREAM_PIPEDRIVE_BASE_URL");
    }
}
