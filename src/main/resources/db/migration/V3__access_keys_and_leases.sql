-- Who may call the management API. Keys are random and long, so a plain SHA-256 keeps them.
CREATE TABLE access_key (
    sha256          bytea       PRIMARY KEY,
    name            text        NOT NULL,
    role            text        NOT NULL CHECK (role IN ('admin')),
    created_at      timestamptz NOT NULL
);

-- Work that one instance at a time may do. Expiry is judged by the database's clock alone.
CREATE TABLE lease (
    name            text        PRIMARY KEY,
    holder          uuid        NOT NULL,
    expires_at      timestamptz NOT NULL
);
