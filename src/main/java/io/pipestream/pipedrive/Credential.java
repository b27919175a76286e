package io.pipestream.pipedrive;

/** What opens an account. Asked for each call, so that a token that expires can be renewed behind it. */
public interface Credential {

    /**
     * The header that a call carries. May block while a token is renewed.
     *
     * @throws PipedriveRefusedException if there is none to be had
     */
    Header header();

    /**
     * Pipedrive answered 401 to this header.
     *
     * @return true if {@link #header()} has another one now and the call is worth one more try
     */
    default boolean renew(Header refused) {
        return false;
    }

    /**
     * A call with this credential was refused, with what its caller is told now; told once a call, whoever made it and
     * whatever for. Comes in the caller's thread, and perhaps in its transaction; what goes wrong here is only logged.
     */
    default void refused(PipedriveRefusedException refusal) {}

    /** A header of a request; its value is a secret. */
    record Header(String name, String value) {

        /** Keeps the value out of logs. */
        @Override
        public String toString() {
            return "Header[" + name + ']';
        }
    }
}
