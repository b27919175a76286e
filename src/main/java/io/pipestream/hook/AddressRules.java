package io.pipestream.hook;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be called: those of the public internet, and what is allowed by name. It judges the address that is
 * connected to, so it does not matter how somebody wrote it. An IPv4 address within an IPv6 one is judged as IPv6, and
 * refused: the forms that carry one lie outside {@code 2000::/3} or are listed here. Pure.
 */
final class AddressRules {

    /** IANA's special-purpose registry, multicast, what is reserved, and the one public address that a cloud answers itself at. */
    private static final List<Network> FORBIDDEN_V4 = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.31.196.0/24",
                    "192.52.193.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "192.175.48.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3")
            .map(Network::parse)
            .toList();

    /** Everything else of IPv6 is local, mapped, translated or not given out. */
    private static final Network PUBLIC_V6 = Network.parse("2000::/3");

    /** Protocol assignments with Teredo, documentation, 6to4. */
    private static final List<Network> FORBIDDEN_V6 = Stream.of(
                    "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
            .map(Network::parse)
            .toList();

    private final List<Network> allowed;

    /** @throws IllegalArgumentException if one of them is no network */
    AddressRules(List<String> allowedNetworks) {
        this.allowed = allowedNetworks.stream().map(Network::parse).toList();
    }

    boolean isAllowed(InetAddress address) {
        return isPublic(address) || allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        return address.getAddress().length == 4
                ? FORBIDDEN_V4.stream().noneMatch(network -> network.contains(address))
                : PUBLIC_V6.contains(address) && FORBIDDEN_V6.stream().noneMatch(network -> network.contains(address));
    }
}
