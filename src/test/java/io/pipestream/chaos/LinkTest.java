package io.pipestream.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network that is not disturbed when it should be would make every run a good one. */
@Timeout(30)
class LinkTest {

    private ServerSocket server;
    private Link link;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        link = Link.to(server::getLocalPort);
        near = new Socket(InetAddress.getLoopbackAddress(), link.port());
        far = server.accept();
        far.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        link.close();
        server.close();
    }

    @Test
    void bytesPassBothWaysAndAnEndIsAnEnd() throws IOException {
        // When
        near.getOutputStream().write(7);
        far.getOutputStream().write(8);

        // Then
        assertThat(far.getInputStream().read()).isEqualTo(7);
        assertThat(near.getInputStream().read()).isEqualTo(8);
        near.close();
        assertThat(far.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whatIsCutIsHungUpOnUntilItIsOpenAgain() throws IOException {
        // When
        link.become(Link.State.CUT);

        // Then
        assertThat(endOf(far)).isTrue();
        try (var late = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
            assertThat(endOf(late)).isTrue();
        }
        link.become(Link.State.OPEN);
        try (var again = new Socket(InetAddress.getLoopbackAddress(), link.port());
                var other = server.accept()) {
            again.getOutputStream().write(9);
            assertThat(other.getInputStream().read()).isEqualTo(9);
        }
    }

    @Test
    void whatIsSilentKeepsWhatIsSentUntilItIsOpenAgain() throws IOException {
        // Given
        link.become(Link.State.SILENT);
        near.getOutputStream().write(7);
        far.setSoTimeout(300);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        // When
        link.become(Link.State.OPEN);

        // Then
        far.setSoTimeout(10_000);
        assertThat(far.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void whatIsSlowComesLateAndInOrder() throws IOException {
        // Given
        link.delay(Duration.ofMillis(300));
        var begin = System.nanoTime();

        // When
        near.getOutputStream().write(1);
        near.getOutputStream().write(2);

        // Then
        assertThat(far.getInputStream().read()).isEqualTo(1);
        assertThat(far.getInputStream().read()).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    /** Hanging up may reach the other side as an end or as a reset. */
    private static boolean endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
