package io.pipestream.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pipestream.event.Action;
import io.pipestream.event.NamedId;
import io.pipestream.event.Trigger;
import io.pipestream.normalise.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schema is one, its sample is as it says, and every field says what it means. */
class SchemaLibraryTest {

    @ParameterizedTest
    @MethodSource("names")
    void theSampleIsAsTheSchemaSays(String name) {
        // Given
        var schema = Validation.schema(name);

        // When
        var sample = Sample.of(name, schema);

        // Then
        assertThat(Validation.problems(metaSchema(), schema)).isEmpty();
        assertThat(Validation.problems(schema, sample)).isEmpty();
        assertThat(sample.propertyStream()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("namesOfEvents")
    void anEventIsAlsoAsTheSchemaOfAnyEventSaysAndAsTheFirstOneSaid(String name) throws IOException {
        // Given
        var first = Validation.json(
                Files.readString(Path.of("src/main/resources/META-INF/resources/schemas/event-v1.json")));

        // When
        var sample = Sample.of(name, Validation.schema(name));

        // Then
        assertThat(Validation.problems(Validation.schema(SchemaLibrary.EVENT), sample))
                .isEmpty();
        assertThat(Validation.problems(first, sample)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("namesOfEvents")
    void aSchemaSaysNoToWhatItDoesNotMean(String name) {
        // Given
        var schema = Validation.schema(name);
        var wrongId = Sample.of(name, schema);
        wrongId.withObjectProperty("object").put("id", 3107);
        var wrongTime = Sample.of(name, schema);
        wrongTime.withObjectProperty("meta").put("occurred_at", "yesterday");
        var without = Sample.of(name, schema);
        without.remove("previous");
        var wrongField = Sample.of(name, schema);
        var text =
                schema.at("/$defs").properties().iterator().next().getValue().path("properties").properties().stream()
                        .skip(1)
                        .findFirst()
                        .orElseThrow()
                        .getKey();
        wrongField.withObjectProperty("object").set(text, JsonNodeFactory.instance.objectNode());

        // When
        var problems = Stream.of(wrongId, wrongTime, without, wrongField)
                .map(value -> Validation.problems(schema, value))
                .toList();

        // Then
        assertThat(problems).allSatisfy(found -> assertThat(found).isNotEmpty());
    }

    @Test
    void everyFieldIsDescribedAndEveryDescriptionIsOfAField() {
        // Given
        var fields = new TreeSet<String>();
        Catalogue.records().forEach((object, record) -> {
            record.fields().forEach(field -> fields.add(object + '.' + field.name()));
            if (record.hasCustomFields()) {
                fields.add(object + ".custom_fields");
                fields.add(object + ".custom_fields_by_name");
            }
        });
        for (var named : NamedId.values()) {
            fields.add(named.object() + '.' + named.beside());
        }
        for (var trigger : Trigger.values()) {
            trigger.fields().forEach(field -> fields.add("new_" + object(trigger) + '.' + field));
        }
        for (var name : new String[] {"meta", "custom_field", "address", "contact", "price"}) {
            SchemaLibrary.newest().values().stream()
                    .flatMap(schema ->
                            schema.at("/$defs/" + name + "/properties").propertyStream())
                    .forEach(field -> fields.add(name + '.' + field.getKey()));
        }
        fields.add("custom_field.key"); // of a custom_field_by_name

        // When
        var undescribed = new ArrayList<>(fields);
        undescribed.removeIf(field -> field.startsWith("new_") || isDescribed(field));
        undescribed.removeIf(
                field -> field.startsWith("custom_field.") && isDescribed(field.replace("custom_field.", "address.")));
        var ofNothing = new ArrayList<>(FieldTexts.all().keySet());
        ofNothing.removeIf(line -> line.startsWith("*.")
                ? fields.stream().anyMatch(field -> field.endsWith(line.substring(1)))
                : fields.contains(line));

        // Then
        assertThat(undescribed)
                .as("without a line in src/main/resources/schema/fields.txt")
                .isEmpty();
        assertThat(ofNothing)
                .as("lines of src/main/resources/schema/fields.txt for no field")
                .isEmpty();
    }

    static Stream<String> names() {
        return SchemaLibrary.newest().keySet().stream();
    }

    static Stream<String> namesOfEvents() {
        return names().filter(name -> name.startsWith("com.pipedrive."));
    }

    private static boolean isDescribed(String field) {
        var lines = FieldTexts.all().keySet();
        return lines.contains(field) || lines.contains('*' + field.substring(field.indexOf('.')));
    }

    private static String object(Trigger trigger) {
        return Catalogue.records().keySet().stream()
                .filter(object ->
                        Trigger.of(object, Action.ADDED).filter(trigger::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode metaSchema() {
        return JsonNodeFactory.instance.objectNode().put("$ref", SchemaLibrary.DIALECT);
    }
}
