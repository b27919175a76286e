package io.pipestream.trigger;

/** An expression is no filter. The message says where and why, and what to write instead; it may be shown to callers. */
public final class InvalidFilterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final int line;
    private final int column;

    /**
     * @param line   counted from 1; 0 if it is the expression as a whole
     * @param column counted from 1; 0 likewise
     */
    InvalidFilterException(int line, int column, String problem) {
        super(line == 0 ? problem : "Line " + line + ", column " + column + ": " + problem);
        this.problem = problem;
        this.line = line;
        this.column = column;
    }

    /** Where and why it is none, and what to write instead. */
    public String detail() {
        return line == 0 ? problem : "Line " + line + ", column " + column + ": " + problem;
    }

    /** Counted from 1; 0 if it is the expression as a whole. */
    public int line() {
        return line;
    }

    /** Counted from 1; 0 if it is the expression as a whole. */
    public int column() {
        return column;
    }
}
