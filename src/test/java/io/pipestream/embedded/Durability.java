package io.pipestream.embedded;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/** Whether a commit survives a power cut. */
public enum Durability {
    /** Every commit is on the disk before it is answered, as in production. */
    DURABLE,
    /** Commits are answered from memory: for tests, whose data nobody keeps. */
    FAST;

    private static final long MEGABYTE = 1 << 20;

    /** The server's own default. */
    private static final long USUAL = 128;

    String onOff() {
        return this == DURABLE ? "on" : "off";
    }

    /** An eighth of the machine's memory, for a service and a Kafka live beside it; what Postgres takes by itself for tests. */
    long bufferMegabytes() {
        var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return this == DURABLE ? Math.clamp(machine.getTotalMemorySize() / 8 / MEGABYTE, USUAL, 2_048) : USUAL;
    }
}
