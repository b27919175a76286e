package io.pipestream.normalise;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One change of a deal, an organization, a person or a note with random content, written the way each dialect writes it.
 * The {@code rest} row is of REST v2, as it would be if that listed notes too. Rendered from the documented differences, without any code of the normaliser.
 */
public record RandomFact(ObjectNode v1, ObjectNode v2, ObjectNode rest) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    public static RandomFact of(long seed) {
        var random = new Random(seed);
        var object = List.of("deal", "organization", "person", "note").get(random.nextInt(4));
        var record = new RandomRecord(random);
        switch (object) {
            case "deal" -> deal(record);
            case "organization" -> organization(record);
            case "person" -> person(record);
            default -> note(record);
        }
        if (!object.equals("note")) {
            for (int i = random.nextInt(6); i > 0; i--) {
                customField(record, random);
            }
        }
        boolean isAdded = random.nextBoolean();
        long second = 1_700_000_000L + random.nextInt(50_000_000);
        record.instant("update_time", second, isAdded && random.nextBoolean());
        return new RandomFact(
                envelopeV1(object, isAdded, record, second, random),
                envelopeV2(object, isAdded, record, second, random),
                record.rest());
    }

    private static void deal(RandomRecord record) {
        record.text("title")
                .number("value")
                .text("currency")
                .id("stage_id", "stage_id")
                .id("pipeline_id", "pipeline_id");
        record.id("user_id", "owner_id")
                .id("creator_user_id", "creator_user_id")
                .id("org_id", "org_id");
        record.dealLabels().flag("is_archived").number("probability").text("lost_reason");
        record.instant("won_time").instant("stage_change_time");
    }

    private static void organization(RandomRecord record) {
        record.text("name")
                .id("owner_id", "owner_id")
                .address("address")
                .labels()
                .id("picture_id", "picture_id");
    }

    private static void person(RandomRecord record) {
        record.text("name").text("first_name").id("org_id", "org_id").labels();
        record.contacts("email", "emails").contacts("phone", "phones");
    }

    private static void note(RandomRecord record) {
        record.text("content").id("user_id", "user_id").id("deal_id", "deal_id").active("active_flag");
        record.flag("pinned_to_deal_flag");
    }

    private static void customField(RandomRecord record, Random random) {
        var bytes = new byte[20];
        random.nextBytes(bytes);
        var key = HexFormat.of().formatHex(bytes);
        switch (random.nextInt(7)) {
            case 0 -> record.customText(key);
            case 1 -> record.customMoney(key);
            case 2 -> record.customId(key);
            case 3 -> record.customSet(key);
            case 4 -> record.customRange(key);
            case 5 -> record.customAddress(key);
            default -> record.customUnset(key);
        }
    }

    private static ObjectNode envelopeV1(
            String object, boolean isAdded, RandomRecord record, long second, Random random) {
        var body = NODES.objectNode().put("v", 1).put("retry", random.nextInt(4));
        body.putObject("meta")
                .put("action", isAdded ? "added" : "updated")
                .put("object", object)
                .put("id", record.id())
                .put("company_id", 4711002)
                .put("timestamp", second)
                .put("webhook_id", random.nextInt())
                .putArray("permitted_user_ids")
                .add(random.nextInt());
        body.set("current", record.v1());
        return body.set(
                "previous", isAdded ? NODES.nullNode() : NODES.objectNode().put("title", "before"));
    }

    private static ObjectNode envelopeV2(
            String object, boolean isAdded, RandomRecord record, long second, Random random) {
        var body = NODES.objectNode();
        body.putObject("meta")
                .put("version", "2.0")
                .put("action", isAdded ? "create" : "change")
                .put("entity", object)
                .put("entity_id", Integer.toString(record.id()))
                .put("company_id", "4711002")
                .put("timestamp", Instant.ofEpochSecond(second).toString())
                .put("webhook_id", Integer.toString(random.nextInt()))
                .put("attempt", 1 + random.nextInt(4))
                .putArray("permitted_user_ids")
                .add(Integer.toString(random.nextInt()));
        body.set("data", record.v2());
        return body.set(
                "previous", isAdded ? NODES.nullNode() : NODES.objectNode().put("title", "before"));
    }
}
