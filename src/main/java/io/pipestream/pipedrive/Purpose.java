package io.pipestream.pipedrive;

import java.util.Locale;

/** What a call is for. The ledger counts by it, and the cap rests on it. */
public enum Purpose {
    /** An account is being connected or its webhooks are being registered: somebody waits. */
    SETUP,
    /** An operator asked: somebody waits. */
    OPERATOR,
    /** Are our webhooks still there? */
    CHECK,
    /** What changed since the last look? */
    POLL,
    /** What changed while webhooks were down? May use the emergency allowance beside the cap. */
    REPAIR,
    /** What changed in a time that somebody chose? */
    BACKFILL,
    /** What are keys and ids called? */
    CATALOGUE;

    /** Whether its calls are held to the background share of the day's tokens; the others are only counted. */
    public boolean isCapped() {
        return switch (this) {
            case SETUP, OPERATOR -> false;
            case CHECK, POLL, REPAIR, BACKFILL, CATALOGUE -> true;
        };
    }

    /** The word in the ledger and in metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
