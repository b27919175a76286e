package io.pipestream.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.event.Delivery;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Deliveries as records of the spool topic: the body as it came, and in the headers what else is known. */
final class SpoolRecords {

    private static final int PARTITION = 0;

    private static final String DELIVERY = "delivery";
    private static final String REGISTRATION = "registration";
    private static final String COMPANY = "company";
    private static final String RECEIVED = "received";
    private static final String HEADERS = "headers";

    private SpoolRecords() {}

    static ProducerRecord<byte[], byte[]> write(String topic, KeptDelivery kept) {
        var delivery = kept.delivery();
        return new ProducerRecord<>(
                topic,
                PARTITION,
                null,
                null,
                delivery.body(),
                List.of(
                        header(DELIVERY, delivery.id().toString()),
                        header(REGISTRATION, delivery.registrationId().toString()),
                        header(COMPANY, kept.companyId()),
                        header(RECEIVED, delivery.receivedAt().toString()),
                        header(HEADERS, HeadersJson.write(delivery.headers()))));
    }

    /** Null if it is none of ours: nothing says whose it is. */
    static @Nullable KeptDelivery read(ConsumerRecord<byte[], byte[]> spooled) {
        var id = uuid(text(spooled, DELIVERY));
        var registration = uuid(text(spooled, REGISTRATION));
        var company = text(spooled, COMPANY);
        if (id == null || registration == null || company == null) {
            return null;
        }
        var headers = text(spooled, HEADERS);
        var body = spooled.value();
        var delivery = new Delivery(
                id,
                registration,
                receivedAt(spooled),
                headers == null ? Map.of() : HeadersJson.read(headers),
                body == null ? new byte[0] : body);
        return KeptDelivery.spooled(delivery, company);
    }

    private static Instant receivedAt(ConsumerRecord<byte[], byte[]> spooled) {
        var received = text(spooled, RECEIVED);
        try {
            return received == null ? Instant.ofEpochMilli(spooled.timestamp()) : Instant.parse(received);
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(spooled.timestamp());
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> spooled, String name) {
        var header = spooled.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
