package io.pipestream.sandbox;

import java.util.List;
import java.util.Optional;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Someone who works in the simulated company. */
record User(long id, String name, String email, boolean admin, String token) {

    /** The two who are there from the start; the first is the administrator. */
    static List<User> staff(SandboxOptions options) {
        return List.of(
                new User(501, "Mari Kask", "mari@sandbox.example", true, options.token()),
                new User(502, "Jonas Berg", "jonas@sandbox.example", false, options.token() + "-user"));
    }

    static Optional<User> byToken(List<User> staff, String token) {
        return staff.stream().filter(user -> user.token().equals(token)).findFirst();
    }

    static Optional<User> byId(List<User> staff, long id) {
        return staff.stream().filter(user -> user.id() == id).findFirst();
    }

    /** The shape of {@code GET /v1/users}. */
    JsonObject json(User asking) {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("default_currency", "EUR")
                .put("locale", "en_GB")
                .put("lang", 1)
                .put("email", email)
                .putNull("phone")
                .put("activated", true)
                .put("last_login", "2026-01-05 08:30:00")
                .put("created", "2025-09-01 09:00:00")
                .put("modified", "2026-01-05 08:30:00")
                .put("has_created_company", admin)
                .put("access", access())
                .put("active_flag", true)
                .put("timezone_name", "Europe/Tallinn")
                .put("timezone_offset", "+02:00")
                .put("role_id", 1)
                .putNull("icon_url")
                .put("is_admin", admin ? 1 : 0)
                .put("is_you", asking.id() == id)
                .put("is_deleted", false);
    }

    /** The shape of {@code GET /v1/users/me}. */
    JsonObject me(SandboxOptions options) {
        return json(this)
                .put("company_id", options.companyId())
                .put("company_name", "Sandbox Solar")
                .put("company_domain", options.companyDomain())
                .put("company_country", "EE")
                .put("company_industry", "Renewable energy")
                .put("language", new JsonObject().put("language_code", "en").put("country_code", "GB"));
    }

    private JsonArray access() {
        var apps = new JsonArray();
        for (var app : List.of("sales", "global", "account_settings")) {
            apps.add(new JsonObject().put("app", app).put("admin", admin));
        }
        return apps;
    }
}
