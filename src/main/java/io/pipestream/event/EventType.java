package io.pipestream.event;

/**
 * What happened to which kind of record. It names the CloudEvents type, the topic and the schema of an event.
 *
 * @param object as Pipedrive spells it; the list is open
 * @param action {@link Action#word()}
 */
public record EventType(String object, String action) {

    /** The type of an action on an object. */
    public static EventType of(String object, Action action) {
        return new EventType(object, action.word());
    }

    /** The CloudEvents type, for example {@code com.pipedrive.deal.added}. */
    public String name() {
        return "com.pipedrive." + object + '.' + action;
    }

    /** The topic, {@code pipedrive.deal.added} with the prefix {@code pipedrive}. */
    public String topic(String prefix) {
        return prefix + '.' + object + '.' + action;
    }
}
