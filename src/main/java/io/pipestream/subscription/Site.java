package io.pipestream.subscription;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Lease;

/** A connection whose webhooks nobody else changes while the lease is held. */
record Site(Connections.Ref connection, Purpose purpose, Lease.Held held) {}
