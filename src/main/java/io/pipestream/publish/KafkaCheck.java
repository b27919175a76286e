package io.pipestream.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pipestream.platform.Check;
import io.pipestream.platform.CheckResult;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/** Whether Kafka answers, lets us use transactions, and has topics that keep what they are given. */
@Singleton
class KafkaCheck implements Check {

    private static final Logger LOG = Logger.getLogger(KafkaCheck.class);

    private static final int PATIENCE = 6_000;

    private static final String REACHABLE = "kafka.reachable";

    private final Map<String, Object> kafka;
    private final ProducerSettings settings;
    private final TopicsLook topics;

    KafkaCheck(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ProducerSettings settings,
            TopicsLook topics) {
        this.kafka = Map.copyOf(kafka);
        this.settings = settings;
        this.topics = topics;
    }

    @Override
    public String part() {
        return "kafka";
    }

    @Override
    public List<CheckResult> look() throws InterruptedException {
        var client = new HashMap<>(kafka);
        client.put("client.id", "pipestream-doctor");
        client.put("request.timeout.ms", PATIENCE / 2);
        client.put("default.api.timeout.ms", PATIENCE);
        try (var admin = Admin.create(client)) {
            var results = new ArrayList<CheckResult>();
            results.add(brokers(admin));
            results.add(transactions());
            results.addAll(topics.look(admin));
            return results;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return unreachable(e.getCause() == null ? e : e.getCause());
        }
    }

    private List<CheckResult> unreachable(Throwable e) {
        LOG.debugf(e, "Kafka not asked");
        return List.of(
                CheckResult.fail(
                        REACHABLE,
                        "Kafka does not answer at " + kafka.get("bootstrap.servers") + ": "
                                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                        "Start it, or correct KAFKA_BOOTSTRAP_SERVERS and KAFKA_SECURITY_PROTOCOL, KAFKA_SASL_... . Events wait in Postgres meanwhile."));
    }

    private static CheckResult brokers(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        var cluster = admin.describeCluster();
        var nodes = cluster.nodes().get(PATIENCE, TimeUnit.MILLISECONDS);
        var features = admin.describeFeatures()
                .featureMetadata()
                .get(PATIENCE, TimeUnit.MILLISECONDS)
                .finalizedFeatures();
        var metadata = features.get("metadata.version");
        var level = metadata == null ? "unknown" : Short.toString(metadata.maxVersionLevel());
        return CheckResult.ok(REACHABLE, "Brokers: " + nodes.size() + "; metadata.version " + level + '.');
    }

    /** Opens a transactional producer of its own and sends nothing: brokers, their internal topic and our rights are in it. */
    private CheckResult transactions() {
        var name = "kafka.transactions";
        var producer = new HashMap<>(settings.producer(0));
        var prefix = String.valueOf(producer.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG))
                .replaceAll("\\d+$", "");
        producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + "doctor");
        producer.put(ProducerConfig.CLIENT_ID_CONFIG, prefix + "doctor");
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE);
        try (var open = new KafkaProducer<>(producer, new StringSerializer(), new StringSerializer())) {
            open.initTransactions();
            return CheckResult.ok(name, "Transactions and idempotent sends are possible.");
        } catch (AuthorizationException e) {
            return CheckResult.fail(
                    name,
                    "Kafka does not let us use transactions: " + e.getMessage(),
                    "Allow WRITE and DESCRIBE on transactional ids that begin with " + prefix + '.');
        } catch (KafkaException e) {
            return CheckResult.fail(
                    name,
                    "No transaction could be opened: " + e.getMessage(),
                    "With fewer than three brokers, set transaction.state.log.replication.factor and .min.isr of the brokers to what there is.");
        }
    }
}
