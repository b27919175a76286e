package io.pipestream.sandbox;

import java.util.List;

import io.vertx.core.Vertx;

/** The parts of one simulated company, put together. */
record World(
        List<User> staff,
        Store store,
        ShapeV1 shapes,
        WebhookRegistry registry,
        Deliverer deliverer,
        Company company,
        TokenLedger ledger,
        OAuth oauth) {

    /** Whoever works in Pipedrive's own pages. */
    Company.Actor someone() {
        return new Company.Actor(staff.getFirst(), "app");
    }

    static World of(Vertx vertx, SandboxOptions options, Store store) {
        var staff = User.staff(options);
        var shapes = new ShapeV1(store, staff, options);
        var registry = new WebhookRegistry(store, staff, options);
        var deliverer = new Deliverer(vertx, options, registry, shapes);
        var company = new Company(store, options, deliverer::emit);
        return new World(
                staff,
                store,
                shapes,
                registry,
                deliverer,
                company,
                new TokenLedger(options),
                new OAuth(store, options));
    }
}
