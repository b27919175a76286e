package io.pipestream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.pipestream.embedded.UpProcess;

/**
 * Processor time, user and system, by who took it. Unlike a rate it is hardly another one when the machine has other
 * things to do.
 *
 * @param taken since the process began, or between two looks
 */
record CpuTime(Map<Part, Duration> taken) {

    /** Who takes processor time. */
    enum Part {
        SERVICE,
        /** Of the service's: as long as this is a good part of it, it is not warm. Nothing where threads are not told apart. */
        JIT,
        POSTGRES,
        /** With the simulated Pipedrive, which has nothing to do meanwhile. */
        KAFKA,
        /** The bench itself. */
        LOAD
    }

    /** {@code USER_HZ}, which Linux fixes for programs. */
    private static final long TICKS_PER_SECOND = 100;

    static CpuTime none() {
        return new CpuTime(Map.of());
    }

    /** What all of them have taken so far. */
    static Supplier<CpuTime> of(UpProcess.Parts parts) {
        return () -> {
            var taken = ofServer(parts.service());
            taken.put(Part.POSTGRES, ofPostgres(parts.postgres()));
            taken.put(Part.KAFKA, total(parts.launcher()));
            return new CpuTime(taken);
        };
    }

    /** The same where nothing is kept. */
    static Supplier<CpuTime> of(ProcessHandle floor) {
        return () -> new CpuTime(ofServer(floor));
    }

    private static EnumMap<Part, Duration> ofServer(ProcessHandle server) {
        var taken = new EnumMap<Part, Duration>(Part.class);
        taken.put(Part.SERVICE, total(server));
        taken.put(Part.JIT, ofCompiler(server));
        taken.put(Part.LOAD, total(ProcessHandle.current()));
        return taken;
    }

    CpuTime since(CpuTime earlier) {
        var taken = new EnumMap<Part, Duration>(Part.class);
        this.taken.forEach(
                (part, time) -> taken.put(part, time.minus(earlier.taken.getOrDefault(part, Duration.ZERO))));
        return new CpuTime(taken);
    }

    CpuTime and(CpuTime other) {
        var taken = new EnumMap<Part, Duration>(Part.class);
        taken.putAll(this.taken);
        other.taken.forEach((part, time) -> taken.merge(part, time, Duration::plus));
        return new CpuTime(taken);
    }

    /** In microseconds, for each of so many requests. */
    double micros(Part part, long requests) {
        return requests == 0 ? 0 : taken.getOrDefault(part, Duration.ZERO).toNanos() / 1e3 / requests;
    }

    /** Of all parts. */
    double micros(long requests) {
        return Stream.of(Part.SERVICE, Part.POSTGRES, Part.KAFKA, Part.LOAD)
                .mapToDouble(part -> micros(part, requests))
                .sum();
    }

    private static Duration total(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** A vacuum's process lives for seconds: what the ended ones took is its parent's to tell, where there is somewhere to ask. */
    private static Duration ofPostgres(ProcessHandle main) {
        var living = Stream.concat(Stream.of(main), main.children())
                .map(CpuTime::total)
                .reduce(Duration.ZERO, Duration::plus);
        return living.plus(ticks(proc(main).resolve("stat"), 13));
    }

    private static Duration ofCompiler(ProcessHandle java) {
        var threads = proc(java).resolve("task");
        if (!Files.isDirectory(threads)) {
            return Duration.ZERO;
        }
        try (var all = Files.list(threads)) {
            return all.map(thread -> thread.resolve("stat"))
                    .filter(stat -> read(stat).matches("(?s)\\d+ \\(C[12] Comp.*"))
                    .map(stat -> ticks(stat, 11))
                    .reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    /** The sum of two neighbours, user and system, behind the name, which may have spaces itself. */
    private static Duration ticks(Path stat, int first) {
        var line = read(stat);
        if (line.isEmpty()) {
            return Duration.ZERO;
        }
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        var ticks = Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** Nothing if it has just ended, or is on a system that does not tell in this way. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
