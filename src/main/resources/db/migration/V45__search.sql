-- What a search would otherwise read the whole journal for. Of all this only the index on delivery is written on the way
-- of an event that is news, and it grows at its end.

-- A delivery of an event that was stored before, and the path it came by: an event's row has only that of the first.
-- After a commit that was repeated the event's own delivery may be marked too: whoever reads leaves that out.
ALTER TABLE delivery ADD COLUMN IF NOT EXISTS duplicate boolean NOT NULL DEFAULT false;
ALTER TABLE delivery ADD COLUMN source text;           -- null where the event's row tells, or nothing was understood
CREATE INDEX IF NOT EXISTS delivery_duplicate ON delivery (event_id) WHERE duplicate;
CREATE INDEX delivery_duplicate_received ON delivery (received_at, id) WHERE duplicate;

CREATE INDEX delivery_received ON delivery (received_at, id);

CREATE INDEX publication_problem ON publication (event_seq) WHERE problem IS NOT NULL;

-- What is in every 10,000 sequence numbers, noted once they are full. An empty stretch has no times.
CREATE TABLE event_stretch (
    number          bigint      PRIMARY KEY,           -- of sequence numbers from number * 10,000 on
    received_from   timestamptz,
    received_to     timestamptz,                       -- inclusive, as all of them
    occurred_from   timestamptz,
    occurred_to     timestamptz,
    companies       text[],                            -- null: too many to note
    sources         text[]      NOT NULL
);
