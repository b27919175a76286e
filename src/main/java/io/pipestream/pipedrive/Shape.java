package io.pipestream.pipedrive;

/** How a row spells a record. */
public enum Shape {
    /** Custom fields flat under their keys; times without a zone mark, in UTC. Leads: times with one. */
    V1,
    /** Custom fields in {@code custom_fields}, as bare values; RFC 3339 times. */
    V2
}
