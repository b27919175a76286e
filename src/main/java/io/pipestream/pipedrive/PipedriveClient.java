package io.pipestream.pipedrive;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The only caller of Pipedrive. Blocking; every method throws {@link PipedriveRefusedException}. */
@Singleton
public class PipedriveClient {

    private static final URI ANY_COMPANY = URI.create("https://api.pipedrive.com");

    private final PipedriveConfig config;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<URI, PipedriveApi> apis = new ConcurrentHashMap<>();

    PipedriveClient(PipedriveConfig config) {
        this.config = config;
    }

    /** Whose token it is. Costs 2 tokens. */
    public Me me(Account account) {
        var data = call(account, api -> api.me(account.apiToken())).path("data");
        var companyId = data.path("company_id").asText();
        var domain = data.path("company_domain").asText();
        if (companyId.isEmpty() || domain.isEmpty()) {
            throw new PipedriveRefusedException(Reason.UNREADABLE, "users/me names no company", null);
        }
        return new Me(
                data.path("id").asText(),
                companyId,
                domain,
                data.path("company_name").asText(domain));
    }

    /** Every webhook the token's user can see, foreign ones included. Costs 10 tokens. */
    public List<Webhook> webhooks(Account account) {
        var found = new ArrayList<Webhook>();
        for (var row : call(account, api -> api.webhooks(account.apiToken())).path("data")) {
            found.add(webhook(row));
        }
        return found;
    }

    /** Costs 10 tokens. */
    public Webhook createWebhook(Account account, NewWebhook wanted) {
        var body = json.createObjectNode()
                .put("subscription_url", wanted.subscriptionUrl())
                .put("event_action", wanted.action())
                .put("event_object", wanted.object())
                .put("version", wanted.version())
                .put("name", wanted.name())
                .put("http_auth_user", wanted.httpUser())
                .put("http_auth_password", wanted.httpPassword());
        return webhook(call(account, api -> api.createWebhook(account.apiToken(), body))
                .path("data"));
    }

    /** Deletes it, or does nothing if it is gone already. Costs 6 tokens. */
    public void deleteWebhook(Account account, String id) {
        try {
            call(account, api -> api.deleteWebhook(account.apiToken(), id));
        } catch (PipedriveRefusedException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static Webhook webhook(JsonNode row) {
        return new Webhook(
                row.path("id").asText(),
                row.path("subscription_url").asText(),
                row.path("event_action").asText(),
                row.path("event_object").asText(),
                row.path("version").asText(),
                row.path("is_active").asBoolean(true),
                text(row, "http_auth_user"),
                text(row, "http_auth_password"));
    }

    private static @Nullable String text(JsonNode row, String field) {
        return row.hasNonNull(field) ? row.get(field).asText() : null;
    }

    private JsonNode call(Account account, Function<PipedriveApi, Response> request) {
        var api = apis.computeIfAbsent(base(account), this::connect);
        try (var response = request.apply(api)) {
            return read(response.getStatus(), response.readEntity(String.class));
        } catch (ProcessingException e) {
            throw new PipedriveRefusedException(Reason.UNAVAILABLE, null, e);
        }
    }

    private URI base(Account account) {
        if (config.baseUrl().isPresent()) {
            return config.baseUrl().get();
        }
        return account.companyDomain() == null
                ? ANY_COMPANY
                : URI.create("https://" + account.companyDomain() + ".pipedrive.com");
    }

    private PipedriveApi connect(URI base) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(base)
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(config.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(PipedriveApi.class);
    }

    private ObjectNode read(int status, String body) {
        var answer = parse(body);
        if (status / 100 == 2) {
            if (answer == null) {
                throw new PipedriveRefusedException(Reason.UNREADABLE, "status " + status, null);
            }
            return answer;
        }
        throw new PipedriveRefusedException(reason(status, answer != null), answer == null ? null : said(answer), null);
    }

    private static Reason reason(int status, boolean isJson) {
        return switch (status) {
            case 400 -> Reason.INVALID;
            case 401 -> Reason.UNAUTHORISED;
            case 402 -> Reason.ACCOUNT_CLOSED;
            case 403 -> isJson ? Reason.FORBIDDEN : Reason.BLOCKED;
            case 404, 410 -> Reason.NOT_FOUND;
            case 422 -> Reason.LIMIT_REACHED;
            case 429 -> Reason.RATE_LIMITED;
            default -> status >= 500 ? Reason.UNAVAILABLE : Reason.INVALID;
        };
    }

    /** Pipedrive's words, in whichever of its shapes they came. */
    private static @Nullable String said(ObjectNode answer) {
        if (answer.path("error").isTextual()) {
            return answer.get("error").asText();
        }
        if (answer.path("message").isTextual()) {
            return answer.get("message").asText();
        }
        return answer.has("errors") ? answer.get("errors").toString() : null;
    }

    /** Null for anything but a JSON object, Cloudflare's page for one. */
    private @Nullable ObjectNode parse(String body) {
        try {
            return json.readTree(body) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
