package io.pipestream.subscription;

/** What a check at Pipedrive found of a registration, and did about it. */
sealed interface Finding {

    /** Pipedrive has it as it should be; a second one may have been deleted. */
    record Right() implements Finding {}

    /**
     * A new webhook serves it now.
     *
     * @param found           what was wrong, in words for people
     * @param heardUntilNow   whether the old one told everything until the new one was there
     */
    record Replaced(String found, boolean heardUntilNow) implements Finding {}

    /**
     * Pipedrive has no right one and did not accept one.
     *
     * @param heardStill whether one that is to be replaced goes on telling everything
     */
    record Unregistered(String advice, boolean heardStill) implements Finding {}

    /** Pipedrive does not let us look, and somebody has to mend that. */
    record Unauthorised(String advice) implements Finding {}

    /** Pipedrive did not answer. */
    record Unknown() implements Finding {}
}
