package io.pipestream.hook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The address of a name that may be called. A lookup that hangs holds one thread, however many calls wait for it, and none of
 * the virtual threads: the machine's resolver would block those that carry them.
 */
final class Addresses implements AutoCloseable {

    private final Resolver resolver;
    private final AddressRules rules;
    private final Duration patience;
    private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("hook-dns-", 0).factory());

    Addresses(Resolver resolver, AddressRules rules, Duration patience) {
        this.resolver = resolver;
        this.rules = rules;
        this.patience = patience;
    }

    /**
     * The one to connect to. A name that has any forbidden address is refused as a whole: who answers so is up to something.
     *
     * @throws ForbiddenDestinationException if it must not be called
     * @throws UnknownHostException          if there is none, or not in time
     */
    InetAddress of(String host) throws ForbiddenDestinationException, UnknownHostException, InterruptedException {
        var found = lookUp(host);
        for (var address : found) {
            if (!rules.isAllowed(address)) {
                throw new ForbiddenDestinationException("the host has the address " + address.getHostAddress()
                        + ", which is not public, see pipestream.hook.allowed-networks");
            }
        }
        return found.getFirst();
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException, InterruptedException {
        var lookup = underWay.computeIfAbsent(host, name -> CompletableFuture.supplyAsync(() -> ask(name), threads));
        // What comes after everybody has given up is nobody's: the next call asks anew.
        var unused = lookup.whenComplete((found, failure) -> underWay.remove(host, lookup));
        try {
            return lookup.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(host, e);
        }
    }

    private List<InetAddress> ask(String host) {
        try {
            return resolver.addresses(host);
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private static UnknownHostException unknown(String host, Exception cause) {
        var unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
