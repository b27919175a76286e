package io.pipestream.spool;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The state of this instance that the rules work on, one of each. */
@Singleton
class Rules {

    @Produces
    @Singleton
    Dirt dirt() {
        return new Dirt();
    }

    @Produces
    @Singleton
    Outlook outlook() {
        return new Outlook(System.nanoTime());
    }
}
