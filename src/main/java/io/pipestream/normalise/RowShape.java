package io.pipestream.normalise;

/** The two ways in which Pipedrive writes a row. */
public enum RowShape {
    /** Recents and the v1 lists: custom fields lie flat, related records are ids or expanded objects. */
    V1,
    /** REST v2: custom fields are bare values in an object of their own, and some fields have names that no webhook has. */
    V2
}
