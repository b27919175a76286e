package io.pipestream.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import io.pipestream.platform.CheckResult.State;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KafkaCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "kafka.invalid:9092"})
    void aKafkaThatIsNotThereIsNamedOnceWithWhatToCorrect(String servers) throws Exception {
        // Given
        var config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(PublishConfig.class)
                .build()
                .getConfigMapping(PublishConfig.class);
        Map<String, Object> kafka = Map.of("bootstrap.servers", servers);
        var check = new KafkaCheck(kafka, new ProducerSettings(kafka, config), new TopicsLook(config));

        // When
        var results = check.look();

        // Then
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.name()).isEqualTo("kafka.reachable");
            assertThat(result.state()).isEqualTo(State.FAIL);
            assertThat(result.found()).contains(servers);
            assertThat(result.cure()).contains("KAFKA_BOOTSTRAP_SERVERS");
        });
    }
}
