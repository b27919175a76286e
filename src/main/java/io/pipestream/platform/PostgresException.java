package io.pipestream.platform;

import org.jspecify.annotations.Nullable;

/** Postgres did not do what it was asked; the transaction is rolled back. */
public final class PostgresException extends RuntimeException {

    private final String sqlState;

    /** @param sqlState the five-character code, PostgreSQL manual appendix A; null if the server was not reached */
    public PostgresException(String doing, @Nullable String sqlState, Throwable cause) {
        super(doing + " failed", cause);
        this.sqlState = sqlState == null ? "" : sqlState;
    }

    /**
     * True if the values are at fault (classes 22, 23 and 54), so that trying them again cannot help. A value that is
     * there already is not at fault: class 23505.
     */
    public boolean isCausedByTheValues() {
        if (sqlState.equals("23505")) {
            return false;
        }
        return sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("54");
    }
}
