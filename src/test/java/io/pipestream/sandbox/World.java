package io.pipestream.sandbox;

import java.util.List;

import io.vertx.core.Vertx;

/** The parts of one simulated company, put together. */
record World(
        List<User> staff,
        Store store,
        FieldCatalogue fields,
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
        var fields = new FieldCatalogue(store, options);
        var shapes = new ShapeV1(store, staff, options, fields);
        var registry = new WebhookRegistry(store, staff, options);
        var deliverer = new Deliverer(vertx, options, registry, shapes);
        var company = new Company(store, options, deliverer::emit);
        return new World(
                staff,
                store,
                fields,
                shapes,
                registry,
                deliverer,
                company,
                new TokenLedger(options),
                new OAuth(store, options));
    }
}
