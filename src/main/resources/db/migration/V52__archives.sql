-- Files that dropped partitions were written to, and those that are being read back.
CREATE TABLE archive (
    name            text        PRIMARY KEY,           -- of the file, without its endings
    parent          text        NOT NULL CHECK (parent IN ('event', 'delivery')),
    from_at         timestamptz NOT NULL,              -- of the partition
    until_at        timestamptz NOT NULL,
    rows            bigint      NOT NULL,
    first_key       text        NOT NULL,              -- the sequence number of an event, the id of a delivery
    last_key        text        NOT NULL,
    sha256          text        NOT NULL,              -- of the file
    bytes           bigint      NOT NULL,              -- of the file
    written_at      timestamptz NOT NULL,
    state           text        NOT NULL DEFAULT 'stored'
                    CHECK (state IN ('stored', 'restoring', 'restored', 'failed')),
    restored_rows   bigint      NOT NULL DEFAULT 0,    -- moves in the commit of the rows, so a crash repeats none
    problem         text                               -- why the last restore failed, in words for people
);

-- How large everything was, once a day, for growth and forecast.
CREATE TABLE storage_sample (
    day             date        PRIMARY KEY,           -- UTC
    taken_at        timestamptz NOT NULL,
    bytes           bigint      NOT NULL,              -- of the database
    last_seq        bigint      NOT NULL
);
