-- HTTP endpoints of workflows that a trigger is pushed to. Few rows, edited by people.
CREATE TABLE hook (
    id              uuid        PRIMARY KEY,
    name            text        NOT NULL,
    url             text        NOT NULL,
    trigger         text        NOT NULL,              -- slug
    filter          text,                              -- null: every event of the trigger
    content         text        NOT NULL CHECK (content IN ('PAYLOAD', 'EVENT')),
    ordered         boolean     NOT NULL,              -- a record's next event waits for the one before
    concurrency     integer     NOT NULL,              -- calls at once, of each instance
    rate            integer     NOT NULL,              -- calls a second, of each instance; 0: no limit
    secret          text        NOT NULL,              -- sealed where there is a key
    former_secret   text,                              -- signs too until former_until
    former_until    timestamptz,
    state           text        NOT NULL CHECK (state IN ('ENABLED', 'DISABLED')),
    disabled_by     text        CHECK (disabled_by IN ('OPERATOR', 'FAILURES', 'GONE')),
    reason          text,                              -- of a disabled one, in words for people
    state_since     timestamptz NOT NULL,
    after_seq       bigint      NOT NULL,              -- what it is told of is behind this event
    created_at      timestamptz NOT NULL
);

-- How a hook's endpoint is doing. Apart from hook, for it is written with every answer.
CREATE TABLE hook_health (
    hook_id         uuid        PRIMARY KEY REFERENCES hook ON DELETE CASCADE,
    failures        integer     NOT NULL DEFAULT 0,    -- in a row
    failing_since   timestamptz,                       -- the first of them
    paused_until    timestamptz                        -- no call before
);

-- Up to which event the deliveries of all hooks are there. One row.
CREATE TABLE hook_feed (
    through_seq     bigint      NOT NULL
);
INSERT INTO hook_feed (through_seq) SELECT coalesce(max(seq), 0) FROM event;

-- An event that a hook is to be told of, once for each event and hook, and once more for each replay.
CREATE TABLE hook_delivery (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hook_id         uuid        NOT NULL REFERENCES hook ON DELETE CASCADE,
    event_seq       bigint      NOT NULL,
    event_id        uuid        NOT NULL,
    record_key      text        NOT NULL,
    replay_id       uuid,                              -- null: told because it happened
    state           text        NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'GIVEN_UP')),
    attempts        integer     NOT NULL DEFAULT 0,    -- begun
    attempts_before integer     NOT NULL DEFAULT 0,    -- of them, before it was last sent on its way by hand
    first_at        timestamptz NOT NULL,              -- since when it is tried
    next_attempt_at timestamptz NOT NULL,
    claimed_until   timestamptz,                       -- somebody is calling; by the database's clock
    created_at      timestamptz NOT NULL,
    settled_at      timestamptz
);
CREATE INDEX hook_delivery_due ON hook_delivery (hook_id, next_attempt_at, id) WHERE state = 'PENDING';
CREATE INDEX hook_delivery_record ON hook_delivery (hook_id, record_key, id) WHERE state = 'PENDING';
CREATE INDEX hook_delivery_newest ON hook_delivery (hook_id, id);
CREATE INDEX hook_delivery_event ON hook_delivery (event_seq);
CREATE INDEX hook_delivery_settled ON hook_delivery (settled_at) WHERE settled_at IS NOT NULL;

-- Calls, as they ended.
CREATE TABLE hook_attempt (
    delivery_id     bigint      NOT NULL REFERENCES hook_delivery ON DELETE CASCADE,
    attempt         integer     NOT NULL,
    at              timestamptz NOT NULL,
    millis          integer     NOT NULL,
    status          integer,                           -- null: no answer
    problem         text,                              -- why it is no success; null if it is one
    answer          text,                              -- the beginning of the answer's body, unless it is a success
    PRIMARY KEY (delivery_id, attempt)
);
