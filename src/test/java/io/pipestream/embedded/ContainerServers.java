package io.pipestream.embedded;

import java.util.logging.Level;
import java.util.logging.Logger;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL and Kafka as containers, published on loopback only. */
final class ContainerServers {

    private static final Logger SEARCH = Logger.getLogger("org.testcontainers");

    private ContainerServers() {}

    /** Whether a container engine answers; takes about half a second where none does. */
    static boolean isEngineThere() {
        var level = SEARCH.getLevel();
        // The library reports each place where it finds no engine as an error; here that is one of two good answers.
        SEARCH.setLevel(Level.OFF);
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } finally {
            SEARCH.setLevel(level);
        }
    }

    static TestServers.Running start() {
        var database = image("PIPESTREAM_TEST_POSTGRES_IMAGE", "pipestream.test.postgres.image", "postgres:15");
        var broker = image("PIPESTREAM_TEST_KAFKA_IMAGE", "pipestream.test.kafka.image", "apache/kafka:4.1.2");
        // Both are closed by whoever closes what this returns.
        var postgres = new PostgreSQLContainer(DockerImageName.parse(database).asCompatibleSubstituteFor("postgres"))
                .withDatabaseName("pipestream")
                .withUsername(EmbeddedPostgres.USER)
                .withPassword(SecretFile.randomSecret())
                .withCreateContainerCmdModifier(create -> publishOnLoopback(create, 5432));
        var kafka = new KafkaContainer(DockerImageName.parse(broker).asCompatibleSubstituteFor("apache/kafka"))
                .withCreateContainerCmdModifier(create -> publishOnLoopback(create, 9092));
        Startables.deepStart(postgres, kafka).join();
        return TestServers.Running.of(
                "containers " + database + ", " + broker,
                new RunFile.Postgres(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword()),
                kafka.getBootstrapServers(),
                () -> {
                    kafka.close();
                    postgres.close();
                });
    }

    private static void publishOnLoopback(CreateContainerCmd create, int port) {
        @Nullable HostConfig given = create.getHostConfig();
        var host = given == null ? HostConfig.newHostConfig() : given;
        create.withHostConfig(
                host.withPortBindings(new PortBinding(Binding.bindIp("127.0.0.1"), new ExposedPort(port))));
    }

    private static String image(String variable, String property, String fallback) {
        @Nullable String fromEnvironment = System.getenv(variable);
        return System.getProperty(property, fromEnvironment == null ? fallback : fromEnvironment);
    }
}
