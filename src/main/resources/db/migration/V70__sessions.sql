-- Who is signed in to the console: a browser that has shown an access key, until the session lapses or the key goes.
CREATE TABLE access_session (
    sha256          bytea       PRIMARY KEY,           -- of the secret in the browser's cookie
    key_sha256      bytea       NOT NULL REFERENCES access_key (sha256) ON DELETE CASCADE,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL
);
CREATE INDEX access_session_key ON access_session (key_sha256);
