package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestServersTest {

    @Test
    void theAddressesLeadToServersThatAnswerAndAreSharedByAllTests() throws Exception {
        // When
        var configuration = new Servers().start();

        // Then
        try (var connection = DriverManager.getConnection(
                        configuration.getOrDefault("quarkus.datasource.jdbc.url", ""),
                        configuration.get("quarkus.datasource.username"),
                        configuration.get("quarkus.datasource.password"));
                var kafka = Admin.create(
                        Map.of("bootstrap.servers", configuration.getOrDefault("kafka.bootstrap.servers", "")))) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(kafka.describeCluster().nodes().get()).hasSize(1);
        }
        assertThat(new Servers().start()).isEqualTo(configuration);
    }

    @Test
    void containersWithoutAnEngineAreAnError() {
        // When, then
        assertThatThrownBy(() -> TestServers.start("containers", () -> false))
                .hasMessageContaining("no container engine answers");
    }

    @Test
    void aMistypedChoiceIsAnError() {
        // When, then
        assertThatThrownBy(() -> TestServers.start("container", () -> true))
                .hasMessageContaining("auto, embedded or containers");
    }
}
