-- Where Pipedrive's records differ from what it is known to send. A row for each field and way of being different,
-- whatever the account; never a value.
CREATE TABLE drift (
    id               uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    object           text        NOT NULL,
    field            text        NOT NULL,             -- Pipedrive's name, members after a dot; * for the whole object
    kind             text        NOT NULL CHECK (kind IN ('new', 'gone', 'type')),
    type             text        NOT NULL,             -- what stood there when it was first seen
    sources          text[]      NOT NULL,             -- the paths it was seen on
    seen             bigint      NOT NULL,             -- how often
    first_seen_at    timestamptz NOT NULL,             -- our clock
    last_seen_at     timestamptz NOT NULL,
    sample_record    text        NOT NULL,             -- the key of a record that shows it
    sample_event_id  uuid,                             -- an event that shows it, if one was stored
    acknowledged_at  timestamptz,                      -- when an operator had seen it
    UNIQUE (object, field, kind)
);
