package io.pipestream.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker (KRaft, one node) in this JVM, on loopback. Topics and offsets stay in the folder it is given;
 * the ports may change from start to start. A killed JVM costs a log recovery at the next start, no records.
 */
public final class EmbeddedKafka implements AutoCloseable {

    /** The version of the broker in the build file. */
    public static final String VERSION = "4.1.2";

    private static final String NODE_ID = "1";

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker and returns when it serves clients.
     *
     * @param folder keeps everything; made if it is not there
     * @param port   on 127.0.0.1; 0 picks a free one
     */
    public static EmbeddedKafka start(Path folder, int port) throws Exception {
        return start(folder, port, Map.of());
    }

    /**
     * The same, for clients that come through something else.
     *
     * @param sides further ports to listen on, each with the port that clients who come in there are sent to
     */
    static EmbeddedKafka start(Path folder, int port, Map<Integer, Integer> sides) throws Exception {
        Files.createDirectories(folder);
        var logs = folder.toAbsolutePath().toString();
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format(logs);
        }
        var brokerPort = port == 0 ? Ports.free() : port;
        var settings = settings(logs, brokerPort, Ports.free());
        sides.forEach((listen, advertise) -> addSide(settings, listen, advertise));
        var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IOException("Kafka did not start on port " + brokerPort, e);
        }
        return new EmbeddedKafka(server, "127.0.0.1:" + brokerPort);
    }

    /** For a client's {@code bootstrap.servers}: {@code 127.0.0.1:9092}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops the broker cleanly; returns when its files are closed. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(String logs) throws Exception {
        var formatter = new Formatter();
        formatter.setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        formatter.setClusterId(Uuid.randomUuid().toString());
        formatter.setNodeId(Integer.parseInt(NODE_ID));
        formatter.setControllerListenerName("CONTROLLER");
        formatter.setMetadataLogDirectory(logs);
        formatter.addDirectory(logs);
        formatter.setIgnoreFormatted(true);
        formatter.run();
    }

    private static void addSide(Properties settings, int listen, int advertise) {
        var name = "SIDE" + listen;
        settings.merge("listeners", name + "://127.0.0.1:" + listen, EmbeddedKafka::list);
        settings.merge("advertised.listeners", name + "://127.0.0.1:" + advertise, EmbeddedKafka::list);
        settings.merge("listener.security.protocol.map", name + ":PLAINTEXT", EmbeddedKafka::list);
    }

    private static Object list(Object some, Object more) {
        return some + "," + more;
    }

    private static Properties settings(String logs, int brokerPort, int controllerPort) {
        var settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE_ID);
        settings.put("listeners", "BROKER://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "BROKER://127.0.0.1:" + brokerPort);
        settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("log.dirs", logs);
        // A mistyped topic name is an error here, as it is on a well-kept cluster.
        settings.put("auto.create.topics.enable", "false");
        // One node holds every replica there can be; one partition each keeps the internal topics small and fast to
        // open.
        for (var internal : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(internal + ".replication.factor", "1");
            settings.put(internal + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // Nobody else will join the group: do not wait three seconds for them.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
        return settings;
    }
}
