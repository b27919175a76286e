package io.pipestream.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which the simulated Pipedrive misbehaves at the moment.
 *
 * @param drop          share of deliveries that are never sent, 0 to 1
 * @param delayMs       wait before each delivery, not divided by the speed
 * @param duplicate     how many times each delivery is sent in addition
 * @param reorder       deliveries leave in random order within a tenth of a second
 * @param api429        {@code burst} or {@code daily}: every API call is refused that way
 * @param api5xx        share of API calls that fail with 500 or 503, 0 to 1
 * @param cloudflare403 every API call gets the HTML page of the proxy in front
 * @param silentWebhook id of a webhook that nothing is sent to, without a trace: it looks healthy
 */
public record Faults(
        double drop,
        long delayMs,
        int duplicate,
        boolean reorder,
        @Nullable String api429,
        double api5xx,
        boolean cloudflare403,
        @Nullable Long silentWebhook) {

    private static final Set<String> NAMES = none().json().fieldNames();

    public Faults {
        if (!(drop >= 0 && drop <= 1) || !(api5xx >= 0 && api5xx <= 1)) {
            throw new IllegalArgumentException("drop and api_5xx must be between 0 and 1");
        }
        if (delayMs < 0 || duplicate < 0 || duplicate > 100) {
            throw new IllegalArgumentException("delay_ms must not be negative, duplicate must be between 0 and 100");
        }
        if (api429 != null && !Set.of("burst", "daily").contains(api429)) {
            throw new IllegalArgumentException("api_429 must be \"burst\", \"daily\" or null");
        }
    }

    public static Faults none() {
        return new Faults(0, 0, 0, false, null, 0, false, null);
    }

    public Faults withDrop(double share) {
        return new Faults(share, delayMs, duplicate, reorder, api429, api5xx, cloudflare403, silentWebhook);
    }

    public Faults withDelayMs(long millis) {
        return new Faults(drop, millis, duplicate, reorder, api429, api5xx, cloudflare403, silentWebhook);
    }

    public Faults withDuplicate(int copies) {
        return new Faults(drop, delayMs, copies, reorder, api429, api5xx, cloudflare403, silentWebhook);
    }

    public Faults withReorder() {
        return new Faults(drop, delayMs, duplicate, true, api429, api5xx, cloudflare403, silentWebhook);
    }

    public Faults withApi429(@Nullable String kind) {
        return new Faults(drop, delayMs, duplicate, reorder, kind, api5xx, cloudflare403, silentWebhook);
    }

    public Faults withApi5xx(double share) {
        return new Faults(drop, delayMs, duplicate, reorder, api429, share, cloudflare403, silentWebhook);
    }

    public Faults withCloudflare403() {
        return new Faults(drop, delayMs, duplicate, reorder, api429, api5xx, true, silentWebhook);
    }

    public Faults withSilentWebhook(long id) {
        return new Faults(drop, delayMs, duplicate, reorder, api429, api5xx, cloudflare403, id);
    }

    /** The faults that are on. */
    List<String> names() {
        var calm = none().json();
        return json().stream()
                .filter(each -> !Objects.equals(each.getValue(), calm.getValue(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Reads the whole set; what is not named is off. */
    static Faults read(JsonObject given) {
        for (var name : given.fieldNames()) {
            if (!NAMES.contains(name)) {
                throw ApiError.badControl("there is no fault '" + name + "'; use " + String.join(", ", sortedNames()));
            }
        }
        try {
            return new Faults(
                    given.getDouble("drop", 0.0),
                    given.getLong("delay_ms", 0L),
                    given.getInteger("duplicate", 0),
                    given.getBoolean("reorder", false),
                    given.getString("api_429"),
                    given.getDouble("api_5xx", 0.0),
                    given.getBoolean("cloudflare_403", false),
                    given.getLong("webhook_dropped_silently"));
        } catch (IllegalArgumentException e) {
            throw ApiError.badControl(String.valueOf(e.getMessage()));
        } catch (ClassCastException | NullPointerException e) {
            throw ApiError.badControl("a fault has a value of the wrong type; an example is "
                    + none().json().encode());
        }
    }

    private static List<String> sortedNames() {
        return NAMES.stream().sorted().toList();
    }

    JsonObject json() {
        return new JsonObject()
                .put("drop", drop)
                .put("delay_ms", delayMs)
                .put("duplicate", duplicate)
                .put("reorder", reorder)
                .put("api_429", api429)
                .put("api_5xx", api5xx)
                .put("cloudflare_403", cloudflare403)
                .put("webhook_dropped_silently", silentWebhook);
    }
}
