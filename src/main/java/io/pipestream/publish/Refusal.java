package io.pipestream.publish;

import java.util.List;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What a failed send means for its event: never, not yet, or just again. */
final class Refusal {

    private static final List<Class<? extends Exception>> TOO_LARGE =
            List.of(RecordTooLargeException.class, RecordBatchTooLargeException.class);

    private static final List<Class<? extends Exception>> NEVER = List.of(
            InvalidTopicException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class,
            PolicyViolationException.class,
            SerializationException.class);

    private static final List<Class<? extends Exception>> OF_TOPIC =
            List.of(AuthorizationException.class, UnknownTopicOrPartitionException.class);

    private static final List<Class<? extends Exception>> FENCE =
            List.of(ProducerFencedException.class, InvalidProducerEpochException.class);

    private Refusal() {}

    /** Why Kafka will never take the event, or null if it may take it later. */
    static @Nullable String forEver(Throwable failure) {
        if (find(failure, TOO_LARGE) != null) {
            return "larger than Kafka takes (message.max.bytes, max.request.size)";
        }
        var never = find(failure, NEVER);
        return never == null ? null : never.getClass().getSimpleName() + ": " + never.getMessage();
    }

    /** True if there can be no topic of this name, and so none of the name with an ending either. */
    static boolean isOfTopicName(Throwable failure) {
        return find(failure, List.of(InvalidTopicException.class)) != null;
    }

    /** True if an operator has to allow or create the topic; events of other topics may pass. */
    static boolean isOfTopic(Throwable failure) {
        return find(failure, OF_TOPIC) != null;
    }

    /** True if somebody else sends under the same transactional id by now. */
    static boolean isFence(Throwable failure) {
        return find(failure, FENCE) != null;
    }

    /** The first of these kinds in the chain of causes; the producer wraps what it found earlier. */
    private static @Nullable Throwable find(Throwable failure, List<Class<? extends Exception>> kinds) {
        if (kinds.stream().anyMatch(kind -> kind.isInstance(failure))) {
            return failure;
        }
        var cause = failure.getCause();
        return cause == null ? null : find(cause, kinds);
    }
}
