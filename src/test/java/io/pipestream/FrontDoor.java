package io.pipestream;

import io.pipestream.embedded.Servers;
import io.pipestream.support.SandboxAccount;
import io.quarkus.test.common.QuarkusTestResource;

/** What all front-door tests share: real servers and a sandbox account, started once. */
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(SandboxAccount.class)
final class FrontDoor {

    private FrontDoor() {}
}
