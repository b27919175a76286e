package io.pipestream.hook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks for the addresses of a name. A seam, so that tests can have a name server that lies. */
@FunctionalInterface
interface Resolver {

    /** One at least. May block for as long as the machine's resolver does. */
    List<InetAddress> addresses(String host) throws UnknownHostException;
}
