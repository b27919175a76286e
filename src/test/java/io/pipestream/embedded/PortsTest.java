package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortsTest {

    @Test
    void aTakenPortIsNamedWithItsUseAndTheWayOut() throws Exception {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            // When, then
            assertThatThrownBy(() -> Ports.requireFree(Map.of("Kafka", taken.getLocalPort())))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " for Kafka is taken")
                    .hasMessageContaining("--port 0");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere the system does not tell
    void theProcessThatHasThePortIsNamed() throws Exception {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            // When
            var owner = PortOwner.of(taken.getLocalPort());

            // Then
            assertThat(owner)
                    .contains("java")
                    .contains("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void freePortsAreFreeAndDifferent() {
        // When
        var ports = Ports.of(0);

        // Then
        assertThat(List.of(ports.service(), ports.sandbox(), ports.kafka(), ports.postgres()))
                .doesNotHaveDuplicates();
        assertThatCode(() -> Ports.requireFree(Map.of("the service", ports.service())))
                .doesNotThrowAnyException();
    }

    @Test
    void aPortNumberMovesOnlyTheService() {
        // When, then
        assertThat(Ports.of(9999)).isEqualTo(new Ports(9999, 8090, 9092, 5433));
        assertThat(Ports.of(null)).isEqualTo(new Ports(8080, 8090, 9092, 5433));
    }

    @Test
    void onePortForTwoThingsIsRefused() {
        // Given
        var port = Ports.free();

        // When, then
        assertThatThrownBy(() -> Ports.requireFree(Map.of("Kafka", port, "the service", port)))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("port " + port + " is wanted by");
    }
}
