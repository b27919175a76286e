package io.pipestream.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A closed loop: every connection has one request under way, never more. */
final class LoadGenerator implements AutoCloseable {

    /** Two event loops: with one, the generator could be what is measured. */
    private static final int LANES = 2;

    private final Bodies bodies;
    private final List<Lane> lanes;

    LoadGenerator(int connections, Bodies bodies) {
        this.bodies = bodies;
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> new Lane((connections + lane) / LANES))
                .toList();
    }

    /** Loads the target this long and returns with the last answer. */
    Window run(Target target, Duration duration) {
        var begin = System.nanoTime();
        var deadline = begin + duration.toNanos();
        var running =
                lanes.stream().map(lane -> lane.run(target, bodies, deadline)).toList();
        var sum = running.stream().map(window -> window.join()).reduce(Window.empty(), Window::and);
        return new Window((System.nanoTime() - begin) / 1e9, sum.answers(), sum.microseconds());
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
