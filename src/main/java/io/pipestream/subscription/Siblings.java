package io.pipestream.subscription;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The registrations of one connection while they are judged one after the other. */
final class Siblings {

    private final Map<UUID, Watched> byId = new LinkedHashMap<>();

    Siblings(List<Watched> registrations) {
        registrations.forEach(this::put);
    }

    void put(Watched registration) {
        byId.put(registration.id(), registration);
    }

    List<Watched> all() {
        return List.copyOf(byId.values());
    }

    /** How the others are doing. */
    Collection<Health> healthBeside(Watched registration) {
        return byId.values().stream()
                .filter(other -> !other.id().equals(registration.id()))
                .map(Watched::health)
                .toList();
    }
}
