package io.pipestream.bench;

import java.util.concurrent.ExecutionException;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * An endpoint that reads the body and answers 204: what this machine does when nothing is kept. It is the HTTP server
 * under Quarkus and nothing above it, no routes, no authentication and no metrics: harsher than any service can be.
 * Ends when whoever started it does.
 */
final class Floor extends AbstractVerticle {

    private final int port;

    private Floor(int port) {
        this.port = port;
    }

    /** Listens on the port that is the only argument, says {@code ready}, and waits for its input to end. */
    public static void main(String[] arguments) throws Exception {
        var port = Integer.parseInt(arguments[0]);
        var vertx = Vertx.vertx();
        var loops = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        try {
            vertx.deployVerticle(() -> new Floor(port), loops)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            System.out.println("cannot listen on port " + port + ": " + e.getCause());
            System.exit(1);
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Nothing is said to it; the end of the input is the signal.
        }
        System.exit(0);
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> request.response().setStatusCode(204).end()))
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }
}
