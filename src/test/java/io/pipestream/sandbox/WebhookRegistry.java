package io.pipestream.sandbox;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The webhooks of the account: what Pipedrive accepts, and what there is. */
final class WebhookRegistry {

    private static final String KIND = "webhook";
    private static final int LIMIT_PER_USER = 40;
    private static final Set<String> V1_ACTIONS = Set.of("added", "updated", "deleted", "merged", "*");
    private static final Set<String> V2_ACTIONS = Set.of("create", "change", "delete", "*");
    private static final Set<String> MERGING = Set.of("deal", "organization", "person", "*");
    private static final Set<String> V1_OBJECTS = Set.of(
            "activity",
            "activityType",
            "deal",
            "note",
            "organization",
            "person",
            "pipeline",
            "product",
            "stage",
            "user",
            "*");
    private static final Pattern V2_OBJECT = Pattern.compile(
            "activity|deal|lead|note|organization|person|pipeline|product|stage|user|project|task|board|phase"
                    + "|deal_installment|deal_product|\\*");

    private final Store store;
    private final List<User> staff;
    private final SandboxOptions options;
    private final NavigableMap<Long, Webhook> webhooks = new TreeMap<>();

    WebhookRegistry(Store store, List<User> staff, SandboxOptions options) {
        this.store = store;
        this.staff = staff;
        this.options = options;
        store.all(KIND).forEach(kept -> webhooks.put(kept.getLong("id"), new Webhook(kept, options)));
    }

    Collection<Webhook> all() {
        return webhooks.values();
    }

    @Nullable
    Webhook find(long id) {
        return webhooks.get(id);
    }

    /** Refuses what Pipedrive would refuse before it tries the URL, and answers the URL to try. */
    URI check(JsonObject request, User owner) {
        var url = receiver(text(request, "subscription_url"));
        var version = request.getValue("version", "2.0").toString();
        if (!version.equals("1.0") && !version.equals("2.0")) {
            throw ApiError.webhook(400, "version", "invalid value");
        }
        checkEvent(version.equals("2.0"), text(request, "event_action"), text(request, "event_object"));
        if (text(request, "name").length() > 255) {
            throw ApiError.webhook(400, "name", "too long");
        }
        checkUser(request, owner);
        return url;
    }

    private static void checkEvent(boolean version2, String action, String object) {
        if (!(version2 ? V2_ACTIONS : V1_ACTIONS).contains(action)) {
            throw ApiError.webhook(400, "event_action", "invalid value");
        }
        var known = version2 ? V2_OBJECT.matcher(object).matches() : V1_OBJECTS.contains(object);
        if (!known || (action.equals("merged") && !MERGING.contains(object))) {
            throw ApiError.webhook(400, "event_object", "invalid value");
        }
    }

    private void checkUser(JsonObject request, User owner) {
        var user = userId(request, owner);
        if (User.byId(staff, user).isEmpty()) {
            throw ApiError.webhook(400, "user_id", "invalid value");
        }
        var have = webhooks.values().stream()
                .filter(webhook -> webhook.json().getLong("user_id") == user)
                .count();
        if (have >= LIMIT_PER_USER) {
            throw ApiError.webhook(422, "webhook", "limit reached");
        }
    }

    private static String text(JsonObject request, String field) {
        var value = request.getValue(field);
        if (value == null || value.toString().isBlank()) {
            throw ApiError.webhook(400, field, "missing value");
        }
        return value.toString();
    }

    private static URI receiver(String text) {
        try {
            var url = URI.create(text);
            var host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
            var scheme = url.getScheme() == null ? "" : url.getScheme();
            if (Set.of("http", "https").contains(scheme) && !host.isEmpty() && !host.endsWith("pipedrive.com")) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // answered below like every other address nobody can be reached at
        }
        throw unreachable();
    }

    static ApiError unreachable() {
        return ApiError.webhook(400, "subscription_url", "invalid or non-reachable URL");
    }

    private static long userId(JsonObject request, User owner) {
        var given = request.getValue("user_id");
        return given == null ? owner.id() : Values.id("user_id", given);
    }

    Webhook create(JsonObject request, User owner) {
        // Checked a second time: others may have registered while the URL was tried.
        check(request, owner);
        var kept = new JsonObject()
                .put("id", store.nextId(KIND))
                .put("company_id", options.companyId())
                .put("owner_id", owner.id())
                .put("user_id", userId(request, owner))
                .put("admin_id", owner.id())
                .put("event_action", request.getString("event_action"))
                .put("event_object", request.getString("event_object"))
                .put("subscription_url", request.getString("subscription_url"))
                .put("version", request.getValue("version", "2.0").toString())
                .put("add_time", Times.millis(options.clock().instant()))
                .put("type", "general")
                .put("name", request.getString("name"));
        for (var optional : List.of("http_auth_user", "http_auth_password")) {
            if (request.getValue(optional) != null) {
                kept.put(optional, request.getString(optional));
            }
        }
        store.put(KIND, kept);
        var webhook = new Webhook(kept, options);
        webhooks.put(webhook.id(), webhook);
        return webhook;
    }

    /** Whether there was one. */
    boolean remove(long id) {
        if (!webhooks.containsKey(id)) {
            return false;
        }
        store.remove(KIND, id);
        webhooks.remove(id);
        return true;
    }
}
