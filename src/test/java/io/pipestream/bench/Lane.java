package io.pipestream.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.HdrHistogram.Histogram;

/** One event loop with its share of the connections. Each connection asks again when it has its answer. */
final class Lane implements AutoCloseable {

    private static final int ANSWER_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final int connections;
    private final HttpClient client;

    Lane(int connections) {
        this.connections = connections;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setKeepAlive(true)
                .setPipelining(false)
                .setIdleTimeout(ANSWER_SECONDS));
    }

    /** Keeps every connection busy until then, and completes with the last answer. */
    CompletableFuture<Window> run(Target target, Bodies bodies, long deadlineNanos) {
        var run = new Run(target, bodies, deadlineNanos);
        vertx.runOnContext(ignored -> run.start());
        return run.done;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Touched by the lane's event loop only. */
    private final class Run {

        private final CompletableFuture<Window> done = new CompletableFuture<>();
        private final RequestOptions request;
        private final Bodies bodies;
        private final long deadline;
        private final long begin = System.nanoTime();
        private final Map<Integer, Long> answers = new HashMap<>();
        private final Histogram microseconds = Window.histogram();
        private int running = connections;

        Run(Target target, Bodies bodies, long deadline) {
            this.request = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setAbsoluteURI(target.url().toString())
                    .putHeader("authorization", target.authorization())
                    .putHeader("content-type", "application/json")
                    .putHeader("user-agent", "Pipedrive Webhooks");
            this.bodies = bodies;
            this.deadline = deadline;
        }

        void start() {
            for (int i = 0; i < connections; i++) {
                next();
            }
        }

        private void next() {
            if (System.nanoTime() >= deadline) {
                if (--running == 0) {
                    done.complete(new Window((System.nanoTime() - begin) / 1e9, answers, microseconds));
                }
                return;
            }
            var sent = System.nanoTime();
            client.request(request).compose(this::post).onComplete(answered -> {
                if (answered.succeeded()) {
                    Window.record(microseconds, System.nanoTime() - sent);
                    answers.merge(answered.result(), 1L, Long::sum);
                } else {
                    answers.merge(Window.NO_ANSWER, 1L, Long::sum);
                }
                next();
            });
        }

        private io.vertx.core.Future<Integer> post(HttpClientRequest post) {
            return post.send(bodies.next()).compose(answer -> answer.end().map(answer.statusCode()));
        }
    }
}
