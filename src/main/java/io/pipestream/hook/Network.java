package io.pipestream.hook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of addresses with one beginning, {@code 10.0.0.0/8}. */
final class Network {

    /** Nothing that a name server would have to be asked for. */
    private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final byte[] beginning;
    private final int bits;

    private Network(byte[] beginning, int bits) {
        this.beginning = beginning;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException if it is none */
    static Network parse(String text) {
        var slash = text.strip().indexOf('/');
        var address = slash < 0 ? text.strip() : text.strip().substring(0, slash);
        try {
            if (!LITERAL.matcher(address).matches()) {
                throw new UnknownHostException(address);
            }
            var bytes = InetAddress.getByName(address).getAddress();
            var bits = slash < 0
                    ? bytes.length * Byte.SIZE
                    : Integer.parseInt(text.strip().substring(slash + 1));
            if (bits >= 0 && bits <= bytes.length * Byte.SIZE) {
                return new Network(bytes, bits);
            }
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("not a network such as 10.0.0.0/8: " + text, e);
        }
        throw new IllegalArgumentException("not a network such as 10.0.0.0/8: " + text);
    }

    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != beginning.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> (bit % Byte.SIZE);
            if ((bytes[bit / Byte.SIZE] & mask) != (beginning[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
