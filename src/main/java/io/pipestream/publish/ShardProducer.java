package io.pipestream.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends for one shard, or for one replay, all or nothing. For one thread. */
final class ShardProducer implements AutoCloseable {

    private final Producer<String, String> producer;

    /** What became of a transaction. */
    sealed interface Outcome {

        /** All of it is in Kafka, at these places, and the progress at that one. */
        record Committed(List<RecordMetadata> places, RecordMetadata progress) implements Outcome {}

        /** None of it is, because of this record. */
        record Refused(int index, Throwable why) implements Outcome {}
    }

    private ShardProducer(Producer<String, String> producer) {
        this.producer = producer;
    }

    /**
     * Fences every earlier holder of the shard, and finishes or aborts what it left behind.
     *
     * @throws SinkUnavailableException if Kafka does not answer
     */
    static ShardProducer open(Map<String, Object> settings) throws InterruptedException {
        Producer<String, String> producer;
        try {
            producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        } catch (KafkaException e) {
            throw new SinkUnavailableException("No Kafka client; does the name in bootstrap.servers resolve?", e);
        }
        try {
            producer.initTransactions();
            return new ShardProducer(producer);
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throwIfInterrupted(e);
            throw new SinkUnavailableException("Kafka does not admit the shard's producer", e);
        } catch (RuntimeException | Error e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Sends the records and the progress in one transaction.
     *
     * @throws SinkUnavailableException nothing was sent, for no fault of a record
     * @throws ProducerLostException    it may or may not be sent; this producer is of no more use
     */
    Outcome send(List<ProducerRecord<String, String>> records, ProducerRecord<String, String> progress)
            throws InterruptedException {
        var sent = new ArrayList<Future<RecordMetadata>>(records.size());
        try {
            producer.beginTransaction();
            for (var record : records) {
                sent.add(producer.send(record));
            }
            var told = producer.send(progress);
            producer.commitTransaction();
            var progressPlace = told.get();
            var places = new ArrayList<RecordMetadata>(sent.size());
            for (var place : sent) {
                places.add(place.get());
            }
            return new Outcome.Committed(places, progressPlace);
        } catch (KafkaException e) {
            throwIfLost(e);
            abort();
            return refused(sent, e);
        } catch (ExecutionException e) {
            throw new ProducerLostException("a committed record has no place", false, e);
        }
    }

    /** Waits for nothing: what is under way is finished or aborted by the next {@link #open}. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private void abort() throws InterruptedException {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            throwIfLost(e);
            throw new ProducerLostException("transaction not aborted", false, e);
        }
    }

    private static Outcome refused(List<Future<RecordMetadata>> sent, KafkaException why) throws InterruptedException {
        for (int i = 0; i < sent.size(); i++) {
            try {
                sent.get(i).get();
            } catch (ExecutionException e) {
                if (Refusal.forEver(e) != null || Refusal.isOfTopic(e)) {
                    return new Outcome.Refused(i, e);
                }
            }
        }
        throw new SinkUnavailableException("Kafka did not take " + sent.size() + " events", why);
    }

    /** A commit that timed out may have happened. */
    private static void throwIfLost(KafkaException e) throws InterruptedException {
        throwIfInterrupted(e);
        if (Refusal.isFence(e)) {
            throw new ProducerLostException("fenced", true, e);
        }
        if (e instanceof TimeoutException) {
            throw new ProducerLostException("Kafka did not answer in time", false, e);
        }
    }

    private static void throwIfInterrupted(KafkaException e) throws InterruptedException {
        if (e instanceof InterruptException) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
    }
}
