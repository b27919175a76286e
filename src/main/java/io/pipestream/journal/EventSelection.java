package io.pipestream.journal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which stored events are meant; what is null does not matter, and neither does an empty list of ids. Plain data: it can
 * be kept as JSON and read back.
 *
 * @param from    of receipt, inclusive
 * @param until   of receipt, exclusive
 * @param trigger as events show it, {@code PIPEDRIVE_NEW_DEAL_TRIGGER}
 * @param ids     of events
 */
public record EventSelection(
        @JsonProperty("company_id") @Nullable String companyId,
        @JsonProperty("object") @Nullable String object,
        @JsonProperty("action") @Nullable String action,
        @JsonProperty("record_id") @Nullable String recordId,
        @JsonProperty("received_from") @Nullable Instant from,
        @JsonProperty("received_until") @Nullable Instant until,
        @JsonProperty("trigger") @Nullable String trigger,
        @JsonProperty("ids") List<UUID> ids) {

    public EventSelection {
        // JSON may leave it out.
        ids = List.copyOf(Objects.requireNonNullElse(ids, List.of()));
    }
}
