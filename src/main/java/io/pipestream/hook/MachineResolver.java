package io.pipestream.hook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import jakarta.inject.Singleton;

/** The machine's name service, behind the cache of the JVM. */
@Singleton
class MachineResolver implements Resolver {

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
