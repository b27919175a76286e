package io.pipestream.journal;

import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;

/** Turns a dedupe key into the permanent event id: a name-based UUID (RFC 9562 version 5) in our own namespace. */
final class EventIds {

    private static final UUID NAMESPACE = UUID.fromString("6ba26e3b-3c5c-5a3d-9d57-1f3f6c1d2d0e");

    private static final NameBasedGenerator GENERATOR = Generators.nameBasedGenerator(NAMESPACE);

    private EventIds() {}

    static UUID of(String dedupeKey) {
        return GENERATOR.generate(dedupeKey);
    }
}
