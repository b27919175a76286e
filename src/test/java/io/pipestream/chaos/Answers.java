package io.pipestream.chaos;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How deliveries ended, attempt by attempt. For many threads. */
final class Answers {

    private final Map<Integer, Map<Situation, Long>> refused = new TreeMap<>();
    private long kept;
    private long firstAttemptsRefused;
    private long unconnected;
    private long unconnectedThoughUp;
    private final Map<Situation, Long> unanswered = new EnumMap<>(Situation.class);

    /**
     * The figures so far.
     *
     * @param kept                 answered 2xx
     * @param refused              other answers, by status and by what the replica could reach
     * @param firstAttemptsRefused of those, the first attempts: ten of them make Pipedrive ban a webhook
     * @param unconnected          connections refused or broken: the replica was killed or not there
     * @param unconnectedThoughUp  of those, when nothing had been done to the replica
     * @param unanswered           no answer within 10 s, which Pipedrive takes for a failure as well, by situation
     */
    record Count(
            long kept,
            Map<Integer, Map<Situation, Long>> refused,
            long firstAttemptsRefused,
            long unconnected,
            long unconnectedThoughUp,
            Map<Situation, Long> unanswered) {

        /** Answers that are no 2xx. */
        long refusals() {
            return refused.values().stream()
                    .flatMap(bySituation -> bySituation.values().stream())
                    .mapToLong(Long::longValue)
                    .sum();
        }

        /** Requests that got no answer in time. */
        long silences() {
            return unanswered.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Answers that are no 2xx, given while this was so. */
        long refusals(Situation situation) {
            return refused.values().stream()
                    .mapToLong(bySituation -> bySituation.getOrDefault(situation, 0L))
                    .sum();
        }
    }

    synchronized void kept() {
        kept++;
    }

    synchronized void refused(int status, Situation situation, boolean isFirstAttempt) {
        refused.computeIfAbsent(status, any -> new EnumMap<>(Situation.class)).merge(situation, 1L, Long::sum);
        firstAttemptsRefused += isFirstAttempt ? 1 : 0;
    }

    synchronized void unconnected(boolean wasDisturbed) {
        unconnected++;
        unconnectedThoughUp += wasDisturbed ? 0 : 1;
    }

    synchronized void unanswered(Situation situation) {
        unanswered.merge(situation, 1L, Long::sum);
    }

    synchronized Count count() {
        var copy = new TreeMap<Integer, Map<Situation, Long>>();
        refused.forEach((status, bySituation) -> copy.put(status, Map.copyOf(bySituation)));
        return new Count(kept, copy, firstAttemptsRefused, unconnected, unconnectedThoughUp, Map.copyOf(unanswered));
    }
}
