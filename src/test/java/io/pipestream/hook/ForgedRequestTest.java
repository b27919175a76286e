package io.pipestream.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.pipestream.hook.Answer.Accepted;
import io.pipestream.hook.Answer.Refused;
import io.pipestream.support.Receiver;
import io.pipestream.support.Receiver.Reply;
import io.vertx.core.Vertx;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tricks to have us call what only we can reach. Something listens at the forbidden addresses of this machine, and must not
 * hear of it; {@code %d} is its port.
 */
@Timeout(60)
class ForgedRequestTest {

    private static final Duration SHORT = Duration.ofSeconds(3);

    private final Vertx vertx = Vertx.vertx();

    private final Receiver inside = Receiver.start();

    private final Receiver insideV6 = insideV6();

    private final Caller caller = new Caller(vertx, SHORT, SHORT);

    /** A name server in the hands of somebody who wants in. */
    private final AtomicInteger lookups = new AtomicInteger();

    private final Resolver resolver = host -> {
        var asked = lookups.incrementAndGet();
        return switch (host) {
            case "inside.example" -> addresses("127.0.0.1");
            case "inside6.example" -> addresses("::1");
            case "mapped.example" -> addresses("::ffff:127.0.0.1");
            case "private.example" -> addresses("10.0.0.1");
            case "metadata.example" -> addresses("169.254.169.254");
            case "both.example" -> addresses("93.184.215.14", "127.0.0.1");
            case "rebinding.example" -> addresses(asked == 1 ? "127.0.0.1" : "10.0.0.1");
            default -> List.of(InetAddress.getAllByName(host));
        };
    };

    @AfterEach
    void close() {
        caller.close();
        vertx.close();
        inside.close();
        insideV6.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // This machine, written in other ways
                "http://127.0.0.1:%d/",
                "http://localhost:%d/",
                "http://LOCALHOST.:%d/",
                "http://127.1:%d/",
                "http://127.0.1:%d/",
                "http://2130706433:%d/",
                "http://0x7f000001:%d/",
                "http://0x7f.0x0.0x0.0x1:%d/",
                "http://0177.0.0.1:%d/",
                "http://017700000001:%d/",
                "http://127.0.0.1.:%d/",
                "http://0.0.0.0:%d/",
                "http://0:%d/",
                "http://127.255.255.254:%d/",
                "http://①②⑦.⓪.⓪.①:%d/",
                "http://[::1]:%d/",
                "http://[0:0:0:0:0:0:0:1]:%d/",
                "http://[::]:%d/",
                "http://[::ffff:127.0.0.1]:%d/",
                "http://[::ffff:7f00:1]:%d/",
                "http://[::127.0.0.1]:%d/",
                "http://[64:ff9b::7f00:1]:%d/",
                "http://[2002:7f00:1::]:%d/",
                "http://[2001:0:7f00:1::80ff:fffe]:%d/",
                "http://[fe80::1%%25lo]:%d/",
                // What is written is not what is read
                "http://93.184.215.14@127.0.0.1:%d/",
                "http://user:word@127.0.0.1:%d/",
                "http://127.0.0.1:%d\\@93.184.215.14/",
                "http://93.184.215.14#@127.0.0.1:%d/",
                "http://127.0.0.1\t:%d/",
                "http:127.0.0.1:%d/",
                "//127.0.0.1:%d/",
                "gopher://127.0.0.1:%d/",
                "file:///etc/passwd?%d",
                "jar:http://127.0.0.1:%d/!/",
                // Networks that are not the internet
                "http://10.0.0.1:%d/",
                "http://172.16.0.1:%d/",
                "http://192.168.1.1:%d/",
                "http://100.64.0.1:%d/",
                "http://169.254.169.254:%d/latest/meta-data/",
                "http://[fd00:ec2::254]:%d/",
                "http://[fc00::1]:%d/",
                "http://100.100.100.200:%d/",
                "http://168.63.129.16:%d/",
                "http://224.0.0.1:%d/",
                "http://255.255.255.255:%d/",
                // Names that lead inside
                "http://inside.example:%d/",
                "http://inside6.example:%d/",
                "http://mapped.example:%d/",
                "http://private.example:%d/",
                "http://metadata.example:%d/",
                "http://both.example:%d/",
                "http://both.example.:%d/",
            })
    void aTrickReachesNoForbiddenAddress(String url) throws Exception {
        for (var target : List.of(inside, insideV6)) {
            // When
            var refusal = refusal(url.formatted(target.port()));

            // Then
            assertThat(refusal).as(url).isNotEmpty();
            assertThat(inside.calls()).isEmpty();
            assertThat(insideV6.calls()).isEmpty();
        }
    }

    @Test
    void aNameThatLeadsElsewhereTheSecondTimeIsLookedUpOnceForACall() throws Exception {
        // Given
        var rules = new AddressRules(List.of("127.0.0.1/32"));
        var destination = urls().parse("http://rebinding.example:" + inside.port() + "/");

        try (var addresses = new Addresses(resolver, rules, SHORT)) {
            // When
            var answer = caller.call(destination, addresses.of(destination.host()), Map.of(), new byte[0]);

            // Then
            assertThat(answer).isInstanceOf(Accepted.class);
            assertThat(lookups).hasValue(1);
            assertThatThrownBy(() -> addresses.of(destination.host()))
                    .isInstanceOf(ForbiddenDestinationException.class)
                    .hasMessageContaining("10.0.0.1");
        }
    }

    @Test
    void theAddressThatWasJudgedIsCalledUnderTheNamesHost() throws Exception {
        // Given
        var destination = urls().parse("http://nobody.invalid:" + inside.port() + "/a?b=c");

        // When
        var answer = caller.call(destination, InetAddress.getLoopbackAddress(), Map.of(), new byte[] {'x'});

        // Then
        assertThat(answer).isInstanceOf(Accepted.class);
        var call = inside.awaitCalls(1).getFirst();
        assertThat(call.header("host")).isEqualTo("nobody.invalid:" + inside.port());
        assertThat(call.path()).isEqualTo("/a?b=c");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsAFailureAndNotFollowed(int status) throws Exception {
        // Given
        var destination = urls().parse("http://outside.example:" + inside.port() + "/");
        inside.answer(
                call -> Reply.of(status).with("Location", insideV6.url("/admin").replace("127.0.0.1", "[::1]")));

        // When
        var answer = caller.call(destination, InetAddress.getLoopbackAddress(), Map.of(), new byte[0]);

        // Then
        assertThat(answer).isInstanceOf(Refused.class);
        assertThat(inside.calls()).hasSize(1);
        assertThat(insideV6.calls()).isEmpty();
    }

    @Test
    void anAnswerWithoutEndIsCutOffAndOneThatDoesNotComeIsNotWaitedFor() throws Exception {
        // Given
        var destination = urls().parse("http://outside.example:" + inside.port() + "/");
        var address = InetAddress.getLoopbackAddress();
        inside.answer(call -> Reply.of(500).saying("x".repeat(5_000_000)));

        // When
        var endless = caller.call(destination, address, Map.of(), new byte[0]);
        inside.answer(call -> Reply.ok().after(Duration.ofSeconds(20)));
        var hanging =
                new Caller(vertx, SHORT, Duration.ofMillis(300)).call(destination, address, Map.of(), new byte[0]);

        // Then
        assertThat(endless)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.text()).hasSize(1_000));
        assertThat(hanging).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void whatIsAllowedByNameIsReachedAndNothingBesideIt() throws Exception {
        // Given
        var rules = new AddressRules(List.of("10.1.0.0/16", "fd00:1::/64"));

        // Then
        assertThat(rules.isAllowed(address("10.1.255.255"))).isTrue();
        assertThat(rules.isAllowed(address("10.2.0.0"))).isFalse();
        assertThat(rules.isAllowed(address("fd00:1::5"))).isTrue();
        assertThat(rules.isAllowed(address("fd00:2::5"))).isFalse();
        assertThat(rules.isAllowed(address("93.184.215.14"))).isTrue();
        assertThat(rules.isAllowed(address("2606:4700::1111"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://93.184.215.14/",
                "https://93.184.215.14:22/",
                "https://93.184.215.14:5432/",
                "ftp://93.184.215.14/"
            })
    void productionCallsHttpsOnItsPortsOnly(String url) {
        assertThat(refusal(new UrlRules(false, List.of("443", "8443")), url)).isNotEmpty();
    }

    @Test
    void anAnswerThatCameTooLateIsNotUsedAfterwards() throws Exception {
        // Given
        var late = new CompletableFuture<Void>();
        var asked = new AtomicInteger();
        var first = new AtomicReference<Thread>();
        Resolver slow = host -> {
            if (asked.incrementAndGet() > 1) {
                return addresses("93.184.215.15");
            }
            first.set(Thread.currentThread());
            late.join();
            return addresses("93.184.215.14");
        };

        try (var addresses = new Addresses(slow, new AddressRules(List.of()), Duration.ofMillis(50))) {
            // When
            assertThatThrownBy(() -> addresses.of("slow.example")).isInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> addresses.of("slow.example")).isInstanceOf(UnknownHostException.class);
            late.complete(null);
            // Its thread waits for other work then, with an end to its patience.
            Awaitility.await().until(() -> first.get().getState() == Thread.State.TIMED_WAITING);

            // Then
            assertThat(addresses.of("slow.example")).isEqualTo(address("93.184.215.15"));
            assertThat(asked).as("one lookup for all who wait").hasValue(2);
        }
    }

    private UrlRules urls() {
        return new UrlRules(true, List.of("1-65535"));
    }

    /** As a call goes, with everything allowed but addresses; why it was not made, or empty if it was. */
    private String refusal(String url) throws Exception {
        try (var addresses = new Addresses(resolver, new AddressRules(List.of()), SHORT)) {
            var destination = urls().parse(url);
            caller.call(destination, addresses.of(destination.host()), Map.of(), new byte[0]);
            return "";
        } catch (ForbiddenDestinationException | UnknownHostException e) {
            return e.toString();
        }
    }

    private static String refusal(UrlRules rules, String url) {
        try {
            rules.parse(url);
            return "";
        } catch (ForbiddenDestinationException e) {
            return e.toString();
        }
    }

    private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
        var addresses = new ArrayList<InetAddress>();
        for (var literal : literals) {
            addresses.add(address(literal));
        }
        return addresses;
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return new MachineResolver().addresses(literal).getFirst();
    }

    /** Where there is no IPv6, another one beside the first: what is refused is refused before. */
    private static Receiver insideV6() {
        try {
            return Receiver.start(addresses("::1").getFirst());
        } catch (UnknownHostException | UncheckedIOException e) {
            return Receiver.start();
        }
    }
}
