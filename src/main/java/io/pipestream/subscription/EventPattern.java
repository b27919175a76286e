package io.pipestream.subscription;

import java.util.regex.Pattern;

import io.pipestream.event.Action;

/**
 * What a subscription wants to hear, {@code added.deal} or {@code *.*}.
 *
 * @param action added, updated, deleted, merged (webhook v1 only) or {@code *}
 * @param object an object as Pipedrive spells it, or {@code *}; the list is open
 */
record EventPattern(String action, String object) {

    static final String SYNTAX = "(added|updated|deleted|merged|\\*)\\.(\\*|[A-Za-z][A-Za-z0-9_]{0,49})";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    static EventPattern parse(String text) {
        var match = PATTERN.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("an event is action.object, for example added.deal");
        }
        return new EventPattern(match.group(1), match.group(2));
    }

    /** Whether this happening to the object is heard. */
    boolean covers(String object, Action action) {
        return (this.object.equals("*") || this.object.equals(object))
                && (this.action.equals("*") || this.action.equals(action.word()));
    }

    @Override
    public String toString() {
        return action + '.' + object;
    }
}
