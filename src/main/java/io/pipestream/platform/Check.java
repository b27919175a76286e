package io.pipestream.platform;

import java.util.List;

/** Something around the service that can be wrong. Each package brings those of what it knows; an operator asks. */
public interface Check {

    /** What is looked at; its results' names begin with it: {@code kafka}. */
    String part();

    /** Looks now, and changes nothing. May take some seconds; whoever asks gives up on it after a while. */
    List<CheckResult> look() throws Exception;
}
