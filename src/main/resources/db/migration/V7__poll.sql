-- How far each connection has been read by polling, and the run that is under way. One row a connection, made when it
-- is first seen. version makes an instance that lost its lease stop instead of moving the cursor back.
CREATE TABLE sweep (
    connection_id   uuid        PRIMARY KEY REFERENCES connection (id) ON DELETE CASCADE,
    mode            text        NOT NULL DEFAULT 'FALLBACK' CHECK (mode IN ('FALLBACK', 'ALWAYS', 'OFF')),
    began_at        timestamptz NOT NULL,              -- first sight; nothing older is ever told as new
    cursor_at       timestamptz NOT NULL,              -- everything up to here has been read and committed
    last_run_at     timestamptz NOT NULL,              -- when the last run began; began_at before there was one
    run_rows        bigint      NOT NULL DEFAULT 0,    -- of the last run, or of the one under way
    run_events      bigint      NOT NULL DEFAULT 0,
    wait_until      timestamptz,                       -- no try before; null if nothing is in the way
    wait_reason     text,                              -- a fixed word; null if nothing is in the way
    -- The run under way; all null if there is none.
    window_start    timestamptz,
    window_end      timestamptz,
    recents_since   timestamptz,
    items           text,                              -- what Recents is asked for, comma-separated
    steps           text,                              -- what is left to read, the present step first
    since           timestamptz,                       -- of the present step
    position        text,                              -- where its next page begins; Pipedrive's words or an offset
    version         bigint      NOT NULL DEFAULT 0
);

-- A range that somebody asked to have read.
CREATE TABLE backfill (
    id              uuid        PRIMARY KEY,
    connection_id   uuid        NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    objects         text        NOT NULL,              -- comma-separated
    from_at         timestamptz NOT NULL,              -- inclusive, Pipedrive's clock
    to_at           timestamptz NOT NULL,              -- exclusive
    state           text        NOT NULL
                    CHECK (state IN ('QUEUED', 'RUNNING', 'WAITING', 'DONE', 'CANCELLED', 'FAILED')),
    wait_until      timestamptz,                       -- of a waiting one
    detail          text,                              -- why it waits or failed, in words for people
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz
);
CREATE INDEX backfill_unfinished ON backfill (created_at) WHERE state IN ('QUEUED', 'RUNNING', 'WAITING');

-- Each list that a backfill reads, and how far it is.
CREATE TABLE backfill_listing (
    backfill_id     uuid        NOT NULL REFERENCES backfill (id) ON DELETE CASCADE,
    ordinal         integer     NOT NULL,              -- the order in which they are read
    listing         text        NOT NULL,
    position        text        NOT NULL DEFAULT '',   -- where the next page begins; moves only after a commit
    is_done         boolean     NOT NULL DEFAULT false,
    pages           bigint      NOT NULL DEFAULT 0,
    rows            bigint      NOT NULL DEFAULT 0,
    events          bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (backfill_id, ordinal)
);
