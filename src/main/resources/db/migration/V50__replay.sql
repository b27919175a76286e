-- Stored events that somebody asked to have published again. A row is the request, its plan and where it stands; what was
-- sent is decided by the mark in Kafka, which sent, through and place only repeat.
CREATE TABLE replay (
    id              uuid        PRIMARY KEY,           -- ce_replayid
    selection       text        NOT NULL,              -- JSON, as it was asked for
    topic           text,                              -- its own; null: each event goes to the topic it is of
    as_of           timestamptz,                       -- the state of the records then; null: all that is selected
    rate            integer     NOT NULL,              -- events a second; 0: no limit
    reason          text        NOT NULL,
    asked_by        text        NOT NULL,              -- the name of the access key
    -- The plan: everything that is selected in (after_seq, through_seq], fixed when it was asked for.
    after_seq       bigint      NOT NULL,
    through_seq     bigint      NOT NULL,
    events          bigint      NOT NULL,
    bytes           bigint      NOT NULL,
    first_id        uuid        NOT NULL,
    first_at        timestamptz NOT NULL,
    last_id         uuid        NOT NULL,
    last_at         timestamptz NOT NULL,
    topics          text        NOT NULL,              -- comma-separated
    seconds         bigint      NOT NULL,              -- what it was expected to take
    -- Where it stands.
    state           text        NOT NULL
                    CHECK (state IN ('PLANNED', 'RUNNING', 'WAITING', 'PAUSED', 'DONE', 'CANCELLED', 'FAILED')),
    problem         text,                              -- why it waits or failed, in words for people
    wait_until      timestamptz,                       -- of a waiting one: no try before
    is_open         boolean     NOT NULL DEFAULT false, -- somebody has sent, or may have, what is not noted here
    sent            bigint      NOT NULL DEFAULT 0,
    dead_lettered   bigint      NOT NULL DEFAULT 0,
    reached_seq     bigint      NOT NULL,
    place           bigint      NOT NULL DEFAULT -1,   -- offset of the mark in Kafka
    per_second      double precision NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    started_at      timestamptz,
    ended_at        timestamptz
);
CREATE INDEX replay_newest ON replay (created_at DESC, id);
CREATE INDEX replay_due ON replay (started_at) WHERE is_open OR state IN ('RUNNING', 'WAITING');
