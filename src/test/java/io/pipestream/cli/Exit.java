package io.pipestream.cli;

/** Exit codes of the verbs, for scripts; docs/cli.md has them. */
final class Exit {

    static final int OK = 0;

    /** The service answered with a problem, or what was asked for ended badly. */
    static final int PROBLEM = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** There is no service, or it does not answer. */
    static final int UNREACHABLE = 3;

    /** There is no access key, or nobody has it. */
    static final int REFUSED = 4;

    /** What was waited for did not come in time. */
    static final int TIMEOUT = 5;

    private Exit() {}
}
