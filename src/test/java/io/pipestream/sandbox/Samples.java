package io.pipestream.sandbox;

import java.util.List;
import java.util.Locale;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Makes up what the caller of a control did not say, so that a demo has something to look at. */
final class Samples {

    private static final List<String> PLACES =
            List.of("Nõmme", "Haapsalu", "Viljandi", "Kuressaare", "Rakvere", "Põlva", "Paide", "Võru");
    private static final List<String> FIRMS =
            List.of("Lumi Dairy", "Kadaka Joinery", "Meretuul Hotel", "Orava School", "Raba Greenhouses");
    private static final List<String> PEOPLE =
            List.of("Liis Tamm", "Priit Saar", "Anu Rebane", "Karl Lepik", "Maarja Oja", "Toomas Ilves");
    private static final List<String> REMARKS = List.of(
            "<p>Called back, wants the offer by <b>Friday</b>.</p>",
            "<p>Roof faces south-west, no shade after nine.</p>",
            "<p>Asked about a battery &amp; a wall box.</p>");

    private final Store store;

    Samples(Store store) {
        this.store = store;
    }

    /** The given fields, and made-up ones where a record needs them; the same id always gets the same. */
    JsonObject completed(Entity entity, JsonObject given) {
        return made(entity, store.nextId(entity.word()), given);
    }

    JsonObject made(Entity entity, long number, JsonObject given) {
        var made = switch (entity) {
            case DEAL -> deal(number);
            case ORGANIZATION -> organization(number);
            case PERSON -> person(number);
            case NOTE -> note(number, given);
            case ACTIVITY -> activity(number);
            case PRODUCT -> product(number);
            case LEAD -> lead(number, given);
        };
        return made.mergeIn(given);
    }

    /** A change that is one: {@code number} differs from time to time. */
    static JsonObject edit(Entity entity, int number) {
        return switch (entity) {
            case DEAL -> new JsonObject().put("value", number).put("stage_id", 1 + number % 5);
            case NOTE -> new JsonObject().put("content", pick(REMARKS, number) + "<p>" + number + "</p>");
            case ORGANIZATION, PERSON, PRODUCT -> new JsonObject().put("name", "Kask & Sons " + number);
            case ACTIVITY -> new JsonObject().put("subject", "Call back, time " + number);
            case LEAD -> new JsonObject().put("title", "Asked again, time " + number);
        };
    }

    private static JsonObject deal(long number) {
        var power = 4 + number % 17;
        return new JsonObject()
                .put("title", "Rooftop " + pick(PLACES, number) + ", " + power + " kW")
                .put("value", 1_100 * power);
    }

    private static JsonObject organization(long number) {
        return new JsonObject().put("name", pick(FIRMS, number) + ' ' + number);
    }

    private static JsonObject person(long number) {
        var name = pick(PEOPLE, number);
        return new JsonObject()
                .put("name", name)
                .put(
                        "emails",
                        Values.channels(
                                name.split(" ", -1)[0].toLowerCase(Locale.ROOT) + number + "@customer.example"));
    }

    private static JsonObject activity(long number) {
        return new JsonObject()
                .put("subject", "Site visit " + pick(PLACES, number))
                .put("type", number % 2 == 0 ? "meeting" : "call")
                .put("due_date", "2026-12-%02d".formatted(1 + number % 28))
                .put("due_time", "%02d:00:00".formatted(8 + number % 9))
                .put("duration", "01:00:00");
    }

    private static JsonObject product(long number) {
        var price = new JsonObject().put("price", 120 + number % 80).put("currency", "EUR");
        return new JsonObject()
                .put("name", "Panel " + (400 + 5 * (number % 20)) + " W")
                .put("code", "P-" + number)
                .put("prices", JsonArray.of(price));
    }

    /** A lead belongs to a person or an organization; links are not checked, so there need not be one. */
    private static JsonObject lead(long number, JsonObject given) {
        var made = new JsonObject()
                .put("title", "Enquiry from " + pick(PLACES, number))
                .put("value", new JsonObject().put("amount", 900 + number % 50).put("currency", "EUR"));
        return given.containsKey("person_id") || given.containsKey("organization_id")
                ? made
                : made.put("person_id", number);
    }

    /** A note belongs to something: to what the caller says, else to the newest record there is. */
    private JsonObject note(long number, JsonObject given) {
        var made = new JsonObject().put("content", pick(REMARKS, number));
        if (List.of("deal_id", "person_id", "org_id", "lead_id", "project_id").stream()
                .anyMatch(given::containsKey)) {
            return made;
        }
        for (var entity : List.of(Entity.DEAL, Entity.ORGANIZATION, Entity.PERSON)) {
            var newest = store.nextId(entity.word()) - 1;
            var record = store.find(entity.word(), newest);
            if (record != null && !record.getBoolean("is_deleted", false)) {
                return made.put(entity == Entity.ORGANIZATION ? "org_id" : entity.word() + "_id", newest);
            }
        }
        throw ApiError.badControl("there is nothing to put a note on: add a deal first, or give deal_id");
    }

    private static String pick(List<String> from, long number) {
        return from.get((int) (number % from.size()));
    }
}
