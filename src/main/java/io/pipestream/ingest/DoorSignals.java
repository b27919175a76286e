package io.pipestream.ingest;

import java.io.IOException;
import java.time.Clock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pipestream.event.Delivery;
import io.pipestream.subscription.Listening;
import io.pipestream.subscription.RegistrationCache;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/** Tells the watch over the registrations how each delivery ended: Pipedrive bans one whose first attempts fail. */
@Singleton
class DoorSignals {

    private static final JsonFactory JSON = new JsonFactory();

    private final Listening listening;
    private final Clock clock;

    DoorSignals(Listening listening, Clock clock) {
        this.listening = listening;
        this.clock = clock;
    }

    /** It was answered 2xx. */
    void heard(Delivery delivery) {
        listening.heard(delivery.registrationId(), delivery.receivedAt());
    }

    /** It is answered this, and its body was not read: rather a first attempt too many than one too few. */
    Response refused(RegistrationCache.Entry registration, Response answer) {
        listening.refused(registration.registrationId(), clock.instant(), answer.getStatus(), true);
        return answer;
    }

    Response refused(RegistrationCache.Entry registration, byte[] body, Response answer) {
        listening.refused(registration.registrationId(), clock.instant(), answer.getStatus(), isFirstAttempt(body));
        return answer;
    }

    /** False if the body says that it is a retry: {@code retry} above 0 in version 1.0, {@code meta.attempt} above 1 in 2.0. */
    static boolean isFirstAttempt(byte[] body) {
        try (var parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return true;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                if (name.equals("retry")) {
                    return parser.getValueAsInt(0) <= 0;
                }
                if (name.equals("meta") && value == JsonToken.START_OBJECT) {
                    var attempt = attempt(parser);
                    if (attempt > 1) {
                        return false;
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return true;
        } catch (IOException notJson) {
            return true;
        }
    }

    /** {@code attempt} in the object that has just begun, whose end is read too; 0 if it has none. */
    private static int attempt(JsonParser parser) throws IOException {
        var attempt = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            if (name.equals("attempt")) {
                attempt = parser.getValueAsInt(0);
            }
            parser.skipChildren();
        }
        return attempt;
    }
}
