package io.pipestream.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts a glossary together from versions in any order. */
final class GlossaryBuilder {

    private final Map<String, Map<String, List<Version>>> versions = new HashMap<>();

    /** @param optionId empty for the key itself */
    GlossaryBuilder add(String key, String optionId, Version version) {
        versions.computeIfAbsent(key, any -> new HashMap<>())
                .computeIfAbsent(optionId, any -> new ArrayList<>(1))
                .add(version);
        return this;
    }

    Glossary build() {
        var terms = new HashMap<String, Term>();
        versions.forEach((key, byOption) -> {
            var own = byOption.get("");
            if (own != null) {
                var options = new HashMap<String, Term>();
                byOption.forEach((id, of) -> {
                    if (!id.isEmpty()) {
                        options.put(id, new Term(of, Map.of()));
                    }
                });
                terms.put(key, new Term(own, options));
            }
        });
        return new Glossary(terms);
    }
}
