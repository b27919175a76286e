package io.pipestream.ingest;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers as the short way does when a delivery can be kept nowhere, which no test that shares its servers can bring about. */
@Singleton
class RefusalRoute {

    static final String PATH = "/testing/refusal";

    private final ShortWay way;
    private final Refusals refusals;

    RefusalRoute(ShortWay way, Refusals refusals) {
        this.way = way;
        this.refusals = refusals;
    }

    void open(@Observes Router router) {
        router.get(PATH).order(-1).handler(routing -> way.send(refusals.unavailable(), routing.response()));
    }
}
