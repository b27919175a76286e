package io.pipestream.hook;

import java.net.UnknownHostException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;

import io.pipestream.hook.Answer.Failed;
import io.pipestream.hook.Answer.Forbidden;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

/** Calls a hook: judges its URL and the address it leads to now, signs, sends. */
@Singleton
class Calls {

    private final UrlRules urls;
    private final Addresses addresses;
    private final Caller caller;
    private final HookStore hooks;
    private final Clock clock;

    Calls(Vertx vertx, Resolver resolver, HookConfig config, HookStore hooks, Clock clock) {
        this.urls = new UrlRules(config.allowHttp(), config.ports());
        var rules = new AddressRules(config.allowedNetworks().orElse(List.of()));
        this.addresses = new Addresses(resolver, rules, config.connectTimeout());
        this.caller = new Caller(vertx, config.connectTimeout(), config.timeout());
        this.hooks = hooks;
        this.clock = clock;
    }

    /**
     * Whether it could be called now, as far as that can be known without doing it.
     *
     * @throws ForbiddenDestinationException if it must not be called
     */
    void check(String url) throws ForbiddenDestinationException, InterruptedException {
        var destination = urls.parse(url);
        try {
            addresses.of(destination.host());
        } catch (UnknownHostException e) {
            throw new ForbiddenDestinationException("the host " + destination.host() + " has no address");
        }
    }

    /** Blocks until it has ended. */
    Answer make(Endpoint endpoint, Message message) throws InterruptedException {
        try {
            var destination = urls.parse(endpoint.url());
            var address = addresses.of(destination.host());
            var now = clock.instant();
            var headers = new LinkedHashMap<>(message.headers());
            headers.put("content-type", "application/json");
            headers.put("user-agent", "Pipestream");
            headers.put("webhook-id", message.id());
            headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
            headers.put("webhook-signature", Signature.of(hooks.secrets(endpoint), message.id(), now, message.body()));
            return caller.call(destination, address, headers, message.body());
        } catch (ForbiddenDestinationException e) {
            return new Forbidden("It was not called, because " + e.getMessage() + '.');
        } catch (UnknownHostException e) {
            return new Failed("The address of its host was not found.");
        }
    }

    @PreDestroy
    void close() {
        caller.close();
        addresses.close();
    }
}
