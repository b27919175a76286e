package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/**
 * Changes of many deals, the next one of a deal always sent only after the one before was answered 2xx, through any of
 * several doors. What gets no 2xx is sent again.
 */
final class OrderedLoad {

    private static final String UPDATED = "pipedrive.deal.updated";

    private static final String KEYS = Payloads.COMPANY + ":deal:";

    private static final Instant MOMENT = Instant.parse("2026-03-01T11:00:00Z");

    /** What would be tried again at once would only burn the processor. */
    private static final Duration NOBODY_THERE = Duration.ofMillis(50);

    private final List<Door> doors;
    private final long firstDeal;
    private final List<AtomicInteger> answered;
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Http.Answer> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger hangUps = new AtomicInteger();
    private final List<Thread> senders = new ArrayList<>();
    private final Duration rest;
    private final ConcurrentLinkedQueue<Long> refusedAt = new ConcurrentLinkedQueue<>();
    private final long begun = System.nanoTime();
    private volatile boolean stopping;

    /**
     * Changes without a rest take all the processors, and what is being started beside them takes minutes.
     *
     * @param deals how many, and so how many deliveries are under way at once
     * @param rest  of a deal after each of its changes
     */
    OrderedLoad(List<Door> doors, long firstDeal, int deals, Duration rest) {
        this.doors = doors;
        this.firstDeal = firstDeal;
        this.rest = rest;
        this.answered =
                IntStream.range(0, deals).mapToObj(deal -> new AtomicInteger()).toList();
    }

    void start() {
        for (int deal = 0; deal < answered.size(); deal++) {
            int number = deal;
            senders.add(Thread.ofVirtual().start(() -> send(number)));
        }
    }

    void stop() throws InterruptedException {
        stopping = true;
        for (var sender : senders) {
            assertThat(sender.join(Duration.ofSeconds(40))).as("a sender ends").isTrue();
        }
    }

    /** Waits until so many more deliveries are answered with this status. */
    void await(int more, int status) {
        var goal = statuses(status) + more;
        Awaitility.await(more + " deliveries are answered " + status)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> statuses(status) >= goal);
    }

    int statuses(int status) {
        var count = statuses.get(status);
        return count == null ? 0 : count.get();
    }

    /** Every answer that was no 2xx. */
    List<Http.Answer> refusals() {
        return List.copyOf(refusals);
    }

    /** How many were refused in which second of the load. */
    Map<Long, Long> refusedBySecond() {
        return refusedAt.stream().collect(Collectors.groupingBy(second -> second, TreeMap::new, Collectors.counting()));
    }

    int hangUps() {
        return hangUps.get();
    }

    int answered() {
        return answered.stream().mapToInt(AtomicInteger::get).sum();
    }

    Map<Integer, AtomicInteger> statuses() {
        return statuses;
    }

    /** Awaits every change that was answered in the topic, and asserts that each is there once and in its order. */
    void assertAllInTheTopicInOrder(String kafka) {
        var reading = Topic.reading(kafka, UPDATED, this::isOurs);
        Awaitility.await("all " + answered() + " changes are in the topic")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> reading.on().size() >= answered());
        var titles = reading.on().stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::key, Collectors.mapping(OrderedLoad::title, Collectors.toList())));
        for (int deal = 0; deal < answered.size(); deal++) {
            // The last one may have been kept without its sender hearing of it.
            var found = titles.getOrDefault(KEYS + (firstDeal + deal), List.of());
            var expected = IntStream.range(0, found.size())
                    .mapToObj(change -> "change " + change)
                    .toList();
            assertThat(found).as("deal " + deal).isEqualTo(expected);
            assertThat(found.size())
                    .as("deal " + deal)
                    .isBetween(answered.get(deal).get(), answered.get(deal).get() + 1);
        }
    }

    private boolean isOurs(ConsumerRecord<String, String> record) {
        if (!record.key().startsWith(KEYS)) {
            return false;
        }
        var deal = Long.parseLong(record.key().substring(KEYS.length()));
        return deal >= firstDeal && deal < firstDeal + answered.size();
    }

    private static String title(ConsumerRecord<String, String> record) {
        try {
            return Http.JSON.readTree(record.value()).at("/object/title").asText();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void send(int deal) {
        var count = answered.get(deal);
        while (!stopping) {
            var change = count.get();
            var body = Payloads.changedV2("deal", firstDeal + deal, "change " + change, MOMENT.plusSeconds(change));
            if (isKept(body)) {
                count.incrementAndGet();
                pause(rest);
            }
        }
    }

    private boolean isKept(String body) {
        try {
            var answer =
                    doors.get(ThreadLocalRandom.current().nextInt(doors.size())).deliver(body);
            statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger())
                    .incrementAndGet();
            if (answer.status() / 100 != 2) {
                refusals.add(answer);
                refusedAt.add((System.nanoTime() - begun) / 1_000_000_000);
                pause(NOBODY_THERE);
            }
            return answer.status() / 100 == 2;
        } catch (UncheckedIOException e) {
            hangUps.incrementAndGet();
            pause(NOBODY_THERE);
            return false;
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
