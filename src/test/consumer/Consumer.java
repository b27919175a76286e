package consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import consumer.model.deal_added.DealAdded;
import consumer.model.deal_updated.DealUpdated;
import consumer.model.note_added.NoteAdded;
import consumer.model.organization_added.OrganizationAdded;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A downstream team's program. It knows the topics by the AsyncAPI document and the records by models that a public
 * generator made of the schemas; nothing of Pipestream is on its mind or in its imports.
 */
public final class Consumer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final Map<String, String> topics;
    private final ObjectMapper json = new ObjectMapper();

    /** @param topics address by channel of the AsyncAPI document */
    public Consumer(String bootstrapServers, Map<String, String> topics) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
    }

    /** What happened to the records with these keys, a sentence for each channel. */
    public List<String> tell(String dealKey, String noteKey, String organizationKey) throws JsonProcessingException {
        var told = new ArrayList<String>();
        var newDeal = read("deal_added", dealKey, DealAdded.class);
        told.add("%s: deal %s, %s for %s %s, in stage %s of pipeline %s since %s, seen by %s"
                .formatted(
                        newDeal.getTrigger(),
                        newDeal.getPayload().getId(),
                        newDeal.getObject().getTitle(),
                        newDeal.getPayload().getValue(),
                        newDeal.getPayload().getCurrency(),
                        newDeal.getPayload().getStageId(),
                        newDeal.getObject().getPipelineId(),
                        newDeal.getObject().getAddTime().toInstant(),
                        newDeal.getMeta().getSource()));
        var newNote = read("note_added", noteKey, NoteAdded.class);
        told.add("%s: note %s of deal %s says %s, pinned to its deal: %s"
                .formatted(
                        newNote.getTrigger(),
                        newNote.getPayload().getId(),
                        newNote.getPayload().getDealId(),
                        newNote.getPayload().getContent(),
                        newNote.getObject().getPinnedToDealFlag()));
        var newOrganization = read("organization_added", organizationKey, OrganizationAdded.class);
        told.add("%s: organization %s is %s of user %s, address %s"
                .formatted(
                        newOrganization.getTrigger(),
                        newOrganization.getPayload().getId(),
                        newOrganization.getPayload().getName(),
                        newOrganization.getObject().getOwnerId(),
                        newOrganization.getObject().getAddress()));
        var change = read("deal_updated", dealKey, DealUpdated.class);
        told.add("deal %s was %s and is %s, %s as before"
                .formatted(
                        change.getObject().getId(),
                        change.getPrevious().getTitle(),
                        change.getObject().getTitle(),
                        change.getObject().getValue()));
        change.getObject()
                .getCustomFields()
                .getAdditionalProperties()
                .forEach((key, field) -> told.add(key + " is " + field.getValue() + ' ' + field.getCurrency()));
        return told;
    }

    private <T> T read(String channel, String key, Class<T> model) throws JsonProcessingException {
        var topic = topics.get(channel);
        try (var consumer = new KafkaConsumer<String, String>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "allow.auto.create.topics", "false",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic, PATIENCE).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().equals(key)) {
                        return json.readValue(record.value(), model);
                    }
                }
            }
        }
        throw new IllegalStateException("no record of " + key + " in " + topic);
    }
}
