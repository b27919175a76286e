-- What an account calls its keys and ids. One row for each list of Pipedrive's that a connection has used.
CREATE TABLE definition_list (
    connection_id   uuid        NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    list            text        NOT NULL,              -- deal, person, ... are fields; stage, pipeline, user, lead_label
    used_at         timestamptz,                       -- an event was named by it; the first time since read_at
    wanted_at       timestamptz,                       -- should be read soon; null if nobody asks
    read_at         timestamptz,                       -- null if never
    next_at         timestamptz,                       -- no reading before
    pages           integer     NOT NULL DEFAULT 1,    -- of the last reading
    problem         text,                              -- why the last reading failed; null if it did not
    revision        bigint      NOT NULL DEFAULT 0,    -- grows with each reading: other instances see it
    PRIMARY KEY (connection_id, list)
);

-- Every name that a field, an option, a stage, a pipeline, a user or a label had, as far as we saw.
CREATE TABLE field_definition (
    connection_id   uuid        NOT NULL,
    list            text        NOT NULL,
    key             text        NOT NULL,              -- the field's code, or the id
    option_id       text        NOT NULL DEFAULT '',   -- empty: the field itself
    valid_from      timestamptz NOT NULL,              -- Pipedrive's clock where it says so, else noticed_at
    noticed_at      timestamptz NOT NULL,              -- our clock
    name            text        NOT NULL,
    type            text,                              -- of a field
    is_gone         boolean     NOT NULL DEFAULT false, -- Pipedrive does not list it any more
    PRIMARY KEY (connection_id, list, key, option_id, valid_from),
    FOREIGN KEY (connection_id, list) REFERENCES definition_list (connection_id, list) ON DELETE CASCADE
);
