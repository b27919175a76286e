-- Times for which webhooks of a connection could not be heard. Noticed and repaired by the service, kept as history.
CREATE TABLE gap (
    seq              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- the order in which they were noticed
    id               uuid        NOT NULL UNIQUE,
    connection_id    uuid        NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    cause            text        NOT NULL
        CHECK (cause IN ('downtime', 'banned', 'missing', 'unauthorised', 'silent', 'refused')),
    state            text        NOT NULL CHECK (state IN ('blind', 'open', 'closed')),
    from_at          timestamptz NOT NULL,             -- our clock
    to_at            timestamptz CHECK (to_at >= from_at),
    found            bigint      NOT NULL DEFAULT 0,   -- events that only the repair brought
    closed_at        timestamptz,
    detail           text        NOT NULL,             -- for people
    CHECK ((state = 'blind') = (to_at IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
-- However many instances notice it, a blindness that goes on is one gap.
CREATE UNIQUE INDEX gap_going_on ON gap (connection_id, cause) WHERE state = 'blind';
CREATE INDEX gap_unrepaired ON gap (connection_id, from_at) WHERE state <> 'closed';
CREATE INDEX gap_of_connection ON gap (connection_id, seq);

-- How far a connection's events are known to be complete. Neither time ever goes back.
CREATE TABLE coverage (
    connection_id    uuid        PRIMARY KEY REFERENCES connection (id) ON DELETE CASCADE,
    swept_through    timestamptz NOT NULL,             -- polling has read every change up to here
    complete_through timestamptz NOT NULL              -- and no gap before it was unrepaired
);

-- When any instance was last alive, in one row.
CREATE TABLE heartbeat (
    only_row         boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    beat_at          timestamptz NOT NULL              -- our clock, the newest of all instances
);
