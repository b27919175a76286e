package io.pipestream.pipedrive;

/** The API token of a user of the account: never expires, and works until the user makes a new one. */
record ApiToken(String value) implements Credential {

    @Override
    public Header header() {
        return new Header("x-api-token", value);
    }

    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "ApiToken";
    }
}
