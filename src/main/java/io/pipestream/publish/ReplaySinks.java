package io.pipestream.publish;

import java.util.UUID;

import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The door by which a replay comes to Kafka, and has what a {@link ReplaySink} needs. */
@Singleton
public class ReplaySinks {

    private static final Logger LOG = Logger.getLogger(ReplaySinks.class);

    final Topics topics;
    final Records records;
    private final SideTopics sideTopics;
    private final ProducerSettings settings;
    private final ReplayMarkReader marks;

    ReplaySinks(
            Topics topics, Records records, SideTopics sideTopics, ProducerSettings settings, ReplayMarkReader marks) {
        this.topics = topics;
        this.records = records;
        this.sideTopics = sideTopics;
        this.settings = settings;
        this.marks = marks;
    }

    /**
     * Takes the replay over: first fences whoever had it and finishes or aborts what it left behind, then reads what was
     * committed.
     *
     * @param known an earlier mark of it, or {@link ReplayMark#before}
     * @throws SinkUnavailableException if Kafka does not answer
     * @throws TopicUnfitException      if its topic is there already and is another one
     */
    public ReplaySink open(ReplayRoute route, ReplayMark known) throws InterruptedException {
        topics.ensureCompacted(topics.replayProgress());
        if (route.topic() != null) {
            sideTopics.ensure(route.topic(), route.isState());
        }
        var producer = ShardProducer.open(settings.producer(route.id()));
        try {
            var committed = marks.read(route.id(), known);
            LOG.infof("replay taken over replay=%s through=%d", route.id(), committed.through());
            return new ReplaySink(this, route, producer, committed);
        } catch (InterruptedException | RuntimeException | Error e) {
            topics.forget(topics.replayProgress());
            producer.close();
            throw e;
        }
    }

    /**
     * Makes sure that nobody sends anything more of the replay, and tells how far it came.
     *
     * @param known an earlier mark of it, or {@link ReplayMark#before}
     * @throws SinkUnavailableException if Kafka does not answer
     */
    public ReplayMark settle(UUID replayId, ReplayMark known) throws InterruptedException {
        topics.ensureCompacted(topics.replayProgress());
        // It has done its work once it is open; nobody who came before can commit any more.
        ShardProducer.open(settings.producer(replayId)).close();
        return marks.read(replayId, known);
    }

    /**
     * Why the replay cannot go there, for people; null if it can, as far as that is known.
     *
     * @throws SinkUnavailableException if Kafka does not answer
     */
    public @Nullable String objection(ReplayRoute route) throws InterruptedException {
        return route.topic() == null ? null : sideTopics.objection(route.topic(), route.isState());
    }
}
