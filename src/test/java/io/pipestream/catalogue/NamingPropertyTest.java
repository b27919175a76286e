package io.pipestream.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.NamedId;
import io.pipestream.event.Observation;
import io.pipestream.event.Source;
import io.pipestream.normalise.Normalised;
import io.pipestream.normalise.PolledRow;
import io.pipestream.normalise.RandomFact;
import io.pipestream.normalise.RowNormaliser;
import io.pipestream.normalise.RowShape;
import io.pipestream.normalise.WebhookNormaliser;
import io.pipestream.pipedrive.DefinitionList;
import io.pipestream.support.Unnamed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Names are context: whatever is known, they change nothing of what happened, and are the same by every path. */
class NamingPropertyTest {

    private static final int FACTS = 2_000;
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final List<String> TYPES = List.of("varchar", "enum", "set", "user", "monetary");

    private final WebhookNormaliser webhooks = new WebhookNormaliser();
    private final RowNormaliser rows = new RowNormaliser();

    @Test
    void namingAddsNamesAndChangesNothingElse() {
        long named = 0;
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var observation = observe(RandomFact.of(seed).v2());
            var before = observation.toString() + observation.object() + observation.previous() + observation.meta();

            // When
            var after = Naming.name(observation, names(observation, new Random(seed)), AT)
                    .observation();

            // Then
            assertThat(after.dedupeKey()).isEqualTo(observation.dedupeKey());
            assertThat(after.payload()).isEqualTo(observation.payload());
            assertThat(after.extra()).isEqualTo(observation.extra());
            assertThat(after.occurredAt()).isEqualTo(observation.occurredAt());
            assertThat(after.record()).isEqualTo(observation.record());
            assertThat(Unnamed.of(after.record().object(), after.object()))
                    .as("object of seed %d", seed)
                    .isEqualTo(observation.object());
            assertThat(observation.toString() + observation.object() + observation.previous() + observation.meta())
                    .as("what was given, of seed %d", seed)
                    .isEqualTo(before);
            named += after.object().path(Naming.BY_NAME).size();
        }
        assertThat(named).isGreaterThan(FACTS / 2);
    }

    @Test
    void theObjectIsNamedTheSameByEveryPath() {
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var fact = RandomFact.of(seed);
            var v1 = observe(fact.v1());
            var v2 = observe(fact.v2());
            var names = names(v2, new Random(seed));

            // When
            var object = Naming.name(v2, names, AT).observation().object();

            // Then
            assertThat(Naming.name(v1, names, AT).observation().object())
                    .as("seed %d", seed)
                    .isEqualTo(object);
            var row = polled(fact.rest(), v2);
            if (row != null && row.object().equals(v2.object())) {
                assertThat(Naming.name(row, names, AT).observation().object())
                        .as("seed %d", seed)
                        .isEqualTo(object);
            }
        }
    }

    @Test
    void whatIsListedByNameIsWhatStandsUnderItsKey() {
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var observation = observe(RandomFact.of(seed).v2());

            // When
            var named = Naming.name(observation, names(observation, new Random(seed)), AT);
            var object = named.observation().object();

            // Then
            int known = 0;
            for (var field : object.path("custom_fields").properties()) {
                known += field.getValue().has("name") ? 1 : 0;
            }
            assertThat(object.path(Naming.BY_NAME)).hasSize(known);
            for (var listed : object.path(Naming.BY_NAME).properties()) {
                var byName = ((ObjectNode) listed.getValue()).deepCopy();
                var byKey = ((ObjectNode) object.path("custom_fields")
                                .path(byName.path("key").asText()))
                        .deepCopy();
                var name = byKey.remove("name").asText();
                byName.remove("key");
                assertThat(byName).as("seed %d", seed).isEqualTo(byKey);
                assertThat(listed.getKey()).startsWith(name);
            }
            var custom = object.path("custom_fields");
            boolean isComplete = known == custom.size()
                    && custom.findValues("label").stream().noneMatch(JsonNode::isNull)
                    && custom.findValues("labels").stream()
                            .noneMatch(labels -> labels.toString().contains("null"));
            if (object.path("custom_fields").isObject()) {
                assertThat(named.observation().meta().path(Naming.MARK).asBoolean())
                        .as("seed %d", seed)
                        .isEqualTo(isComplete);
            }
        }
    }

    @Test
    void whatNobodyKnowsFlowsWithItsKeysAndIsMarked() {
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var observation = observe(RandomFact.of(seed).v1());

            // When
            var named = Naming.name(observation, Names.NONE, AT);

            // Then
            var object = named.observation().object();
            assertThat(Unnamed.of(observation.record().object(), object)).isEqualTo(observation.object());
            NamedId.of(observation.record().object()).values().forEach(id -> {
                if (!id.isMany()) {
                    assertThat(object.get(id.beside()).isNull()).isTrue();
                }
            });
            assertThat(named.isComplete())
                    .isEqualTo(observation.object().path("custom_fields").isEmpty());
        }
    }

    /** Some of the keys and ids of an observation are known, some of them by the same name. */
    private static Names names(Observation observation, Random random) {
        var lists = new HashMap<DefinitionList, Glossary>();
        var fields = new GlossaryBuilder();
        for (var field : observation.object().path("custom_fields").properties()) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            var type = TYPES.get(random.nextInt(TYPES.size()));
            fields.add(field.getKey(), "", new Version(AT, "Field " + random.nextInt(3), type, random.nextBoolean()));
            for (var id : field.getValue().path("value").asText().split(",", -1)) {
                if (!id.isEmpty() && random.nextBoolean()) {
                    fields.add(field.getKey(), id, new Version(AT, "Option " + id, null, false));
                }
            }
        }
        var list = Lookup.fieldsOf(observation.record().object());
        if (list != null) {
            lists.put(list, fields.build());
        }
        var owner = observation.object().path("owner_id").asText();
        lists.put(
                DefinitionList.USERS,
                new GlossaryBuilder()
                        .add(owner, "", new Version(AT, "Mari", null, false))
                        .build());
        return new Names(new UUID(1, 1), lists, Map.of());
    }

    private Observation observe(JsonNode body) {
        var outcome = webhooks.normalise(body.toString().getBytes(UTF_8), "42");
        assertThat(outcome).isInstanceOf(Normalised.Accepted.class);
        return ((Normalised.Accepted) outcome).observation();
    }

    private @Nullable Observation polled(ObjectNode rest, Observation of) {
        var row = rows.normalise(of.record().object(), rest, RowShape.V2, "4711002", null, Source.LIST);
        return row instanceof PolledRow.Readable readable ? readable.added() : null;
    }
}
