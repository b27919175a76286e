package io.pipestream.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;

/**
 * A running simulated Pipedrive. Its methods do what {@code /sandbox} does over HTTP and may be called
 * from any thread; what they refuse is an {@link IllegalArgumentException} that says what to do instead.
 */
public final class Sandbox implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    private final SandboxOptions options;
    private final Vertx vertx;
    private final Context loop;
    private final Store store;
    private final Controls controls;
    private final Scenes scenes;
    private final Overview overview;
    private final HttpServer server;

    private Sandbox(Vertx vertx, Context loop, Store store, Overview overview, HttpServer server) {
        this.options = overview.options();
        this.vertx = vertx;
        this.loop = loop;
        this.store = store;
        this.controls = overview.controls();
        this.scenes = overview.scenes();
        this.overview = overview;
        this.server = server;
    }

    /**
     * Starts and answers once requests are taken.
     *
     * @throws IllegalStateException if the port is taken, or the directory by another sandbox
     */
    public static Sandbox start(SandboxOptions given) {
        var clock = new MovableClock(given.clock());
        var options = given.withClock(clock);
        var store = Store.open(options.directory(), options.clock().instant());
        // One event loop: everything that touches the state runs on it.
        var vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            var world = World.of(vertx, options, store);
            var controls = new Controls(options, world);
            var scenes = Scenes.of(vertx, options, clock, world, controls);
            var overview = new Overview(options, world, controls, scenes);
            var server = vertx.createHttpServer()
                    .requestHandler(Routes.all(vertx, overview))
                    .listen(options.port(), options.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new Sandbox(vertx, vertx.getOrCreateContext(), store, overview, server);
        } catch (CompletionException e) {
            close(vertx, store);
            throw new IllegalStateException(
                    "the sandbox cannot listen on " + options.host() + ':' + options.port() + "; is the port taken?",
                    e);
        }
    }

    /** For example {@code http://127.0.0.1:8090}, as this machine reaches it; the API's paths follow. */
    public URI url() {
        return URI.create("http://" + LOOPBACK + ':' + server.actualPort());
    }

    /** The administrator's API token. */
    public String token() {
        return options.token();
    }

    /** The 40-character key of a custom field, by the name people see, for example {@code Lead source} of a deal. */
    public static String customFieldKey(String object, String name) {
        return FieldCatalogue.key(Entity.require(object), name);
    }

    /** Somebody adds a record in Pipedrive's own pages; missing fields are made up. Answers the whole record. */
    public JsonObject add(String object, JsonObject fields) {
        return onLoop(() -> controls.add(Entity.require(object), fields));
    }

    public JsonObject get(String object, long id) {
        return onLoop(() -> controls.get(Entity.require(object), id));
    }

    /** A null empties a field. A call that changes nothing makes no event, as in Pipedrive. */
    public JsonObject update(String object, long id, JsonObject fields) {
        return onLoop(() -> controls.update(Entity.require(object), id, fields));
    }

    public void delete(String object, long id) {
        onLoop(() -> {
            controls.delete(Entity.require(object), id);
            return true;
        });
    }

    /** Merges the first into the second and answers the survivor. */
    public JsonObject merge(String object, long id, long into) {
        return onLoop(() -> controls.merge(Entity.require(object), id, into));
    }

    /** Recent attempts, oldest first. */
    public List<Attempt> deliveries() {
        return onLoop(controls::deliveries);
    }

    /** Sends the event of an attempt once more. */
    public void redeliver(long attemptId) {
        onLoop(() -> {
            controls.redeliver(attemptId);
            return true;
        });
    }

    /** Sets how Pipedrive misbehaves from now on; {@link Faults#none()} ends it. */
    public void faults(Faults faults) {
        onLoop(() -> {
            controls.faults(faults);
            return true;
        });
    }

    /** Bans a webhook as ten failed first attempts would. */
    public void ban(long webhookId) {
        onLoop(() -> controls.ban(webhookId));
    }

    /** Removes a webhook behind the service's back. */
    public void removeWebhook(long webhookId) {
        onLoop(() -> {
            controls.removeWebhook(webhookId);
            return true;
        });
    }

    /** The webhooks as the API lists them, and each one's ban. */
    public List<JsonObject> webhooks() {
        return onLoop(
                () -> controls.webhooks().stream().map(JsonObject.class::cast).toList());
    }

    /** Starts making {@code count} records, {@code rate} a second; {@link #status()} tells how far it is. */
    public JsonObject load(String object, int count, double rate) {
        return onLoop(() -> scenes.loads().start(Entity.require(object), count, rate, Mix.additionsOnly()));
    }

    /** What {@code GET /sandbox} shows. */
    public JsonObject status() {
        return onLoop(overview::json);
    }

    /** Moves the sandbox's time: bans, deletions, budgets, OAuth and waiting retries follow. There is no way back. */
    public Instant advance(Duration step) {
        return onLoop(() -> {
            scenes.advance(step);
            return scenes.clock().instant();
        });
    }

    /** Random trouble for so long (real time), the same for the same seed; answers what {@code /sandbox/chaos} shows. */
    public JsonObject chaos(long seed, Duration length) {
        return onLoop(() -> scenes.chaos().start(ChaosPlan.of(seed, length)));
    }

    /** Makes records without events, their update times spread over the interval before now. */
    public JsonObject seed(String object, int count, Duration updatedOver) {
        return onLoop(() -> scenes.seeds().plant(Entity.require(object), count, updatedOver, updatedOver));
    }

    private <T> T onLoop(Supplier<T> task) {
        var done = new CompletableFuture<T>();
        loop.runOnContext(ignored -> {
            try {
                done.complete(task.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ApiError refusal) {
                throw new IllegalArgumentException(refusal.body().getString("error"), e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        close(vertx, store);
    }

    /** The loop ends before the log does: nothing may be appended to a closed log. */
    private static void close(Vertx vertx, Store store) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        store.close();
    }
}
