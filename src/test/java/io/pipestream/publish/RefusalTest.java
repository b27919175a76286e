package io.pipestream.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** What becomes of an event that Kafka did not take. */
class RefusalTest {

    @Test
    void aRecordThatIsTooLargeIsNeverTakenAndTheReasonNamesBothLimits() {
        var failure = new IllegalStateException(new RecordTooLargeException("big"));

        assertThat(Refusal.forEver(failure)).contains("message.max.bytes", "max.request.size");
    }

    @Test
    void aViolatedPolicyIsNeverTakenAndTheReasonIsKafkas() {
        assertThat(Refusal.forEver(new PolicyViolationException("no such header")))
                .isEqualTo("PolicyViolationException: no such header");
    }

    @Test
    void aTopicNameThatCannotBeHasNoDeadLetterTopicOfItsOwn() {
        var failure = new InvalidTopicException("pipedrive.a b.added");

        assertThat(Refusal.forEver(failure)).isNotNull();
        assertThat(Refusal.isOfTopicName(failure)).isTrue();
    }

    @Test
    void aTopicThatMayNotBeWrittenOrIsMissingWaitsForAnOperator() {
        var forbidden = new TopicAuthorizationException("pipedrive.deal.added");
        var missing = new TimeoutException("not in metadata", new UnknownTopicOrPartitionException("missing"));

        assertThat(Refusal.forEver(forbidden)).isNull();
        assertThat(Refusal.isOfTopic(forbidden)).isTrue();
        assertThat(Refusal.forEver(missing)).isNull();
        assertThat(Refusal.isOfTopic(missing)).isTrue();
    }

    @Test
    void anythingElseIsSentAgain() {
        var failure = new KafkaException("Failed to construct kafka producer");

        assertThat(Refusal.forEver(failure)).isNull();
        assertThat(Refusal.isOfTopic(failure)).isFalse();
    }

    @Test
    void aFencedProducerIsToldFromOneThatFails() {
        assertThat(Refusal.isFence(new KafkaException("in an error state", new ProducerFencedException("newer"))))
                .isTrue();
        assertThat(Refusal.isFence(new InvalidProducerEpochException("older"))).isTrue();
        assertThat(Refusal.isFence(new TimeoutException("no answer"))).isFalse();
    }
}
