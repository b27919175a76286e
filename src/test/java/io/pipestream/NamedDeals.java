package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.NewDeal;
import io.pipestream.support.TestClock;
import io.pipestream.support.VirtualPipedrive;

/** New deals in virtual time, each of which is told once, and the names that their events carry. */
final class NamedDeals {

    private static final AtomicLong NEXT_ID = new AtomicLong(71_000_000);

    private NamedDeals() {}

    /** Added now. */
    static NewDeal next() {
        return next(TestClock.now());
    }

    static NewDeal next(Instant at) {
        return NewDeal.of(NEXT_ID.getAndIncrement(), at);
    }

    static Door door() {
        return Door.in(VirtualPipedrive.webhooks(), "create", "deal", "2.0").orElseThrow();
    }

    /** The object of the event that comes of the delivery. */
    static JsonNode seen(NewDeal deal) {
        assertThat(door().deliver(deal.json()).status()).isEqualTo(204);
        return object(deal.id());
    }

    static JsonNode object(long id) {
        return event(id).path("object");
    }

    static JsonNode event(long id) {
        var found = Api.events("object=deal&action=added&record_id=" + id);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    static boolean isMarkedAsNamed(NewDeal deal) {
        var record =
                Api.get("/api/events/" + event(deal.id()).path("id").asText()).json();
        return record.path("meta").path("custom_fields_named").asBoolean();
    }

    /** The name that an event's object gives a field; empty if it gives none. */
    static String nameIn(JsonNode object, String key) {
        return object.path("custom_fields").path(key).path("name").asText();
    }
}
