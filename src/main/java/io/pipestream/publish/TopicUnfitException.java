package io.pipestream.publish;

/** The topic that a replay was to make for itself is there already and is another one. */
public class TopicUnfitException extends RuntimeException {

    TopicUnfitException(String why) {
        super(why);
    }
}
