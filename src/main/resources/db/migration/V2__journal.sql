-- Requests from Pipedrive as they came. Written in the same commit as what became of them.
CREATE TABLE delivery (
    id              uuid        PRIMARY KEY,           -- version 7: grows with time
    registration_id uuid        NOT NULL,              -- no reference: history outlives a registration
    received_at     timestamptz NOT NULL,              -- our clock
    headers         text        NOT NULL,              -- JSON object; never credentials
    body            bytea       NOT NULL,              -- verbatim; bytea because jsonb would reorder and refuse
    event_id        uuid                               -- what it told of, first or again; null if it is in quarantine
);

-- What happened, once each. Rows are never updated. seq is the commit order: appends hold one lock, so a
-- row never becomes visible below one that a reader has seen.
CREATE TABLE event (
    seq             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              uuid        NOT NULL UNIQUE,       -- name-based UUID of the dedupe key; unique for ever
    delivery_id     uuid        NOT NULL,              -- the delivery that was first
    company_id      text        NOT NULL,
    object          text        NOT NULL,
    record_id       text        NOT NULL,
    action          text        NOT NULL CHECK (action IN ('added', 'updated', 'deleted', 'merged')),
    host            text,                              -- acme.pipedrive.com; null where the path does not tell
    occurred_at     timestamptz NOT NULL,              -- Pipedrive's clock; ours where it says nothing usable
    received_at     timestamptz NOT NULL,              -- our clock
    source          text        NOT NULL,
    trigger         text,
    record          text        NOT NULL               -- the JSON that consumers read, byte for byte
);
CREATE INDEX event_of_record ON event (object, record_id, seq);
CREATE INDEX event_of_type ON event (object, action, seq);
CREATE INDEX event_received ON event USING brin (received_at);

-- Events not yet acknowledged by Kafka; count(*) is the backlog. No reference to event, for it costs a lookup
-- per row on the hot path and both rows are written by one statement.
CREATE TABLE outbox (
    event_seq       bigint      PRIMARY KEY
);

-- Where an event stands in Kafka, or why it could not be handed on.
CREATE TABLE publication (
    event_seq       bigint      PRIMARY KEY,
    topic           text        NOT NULL,
    "partition"     integer     NOT NULL,
    "offset"        bigint      NOT NULL,
    published_at    timestamptz NOT NULL,
    problem         text                               -- null, or why the event went to the dead-letter topic
);

-- Deliveries that showed the right credentials and were not understood. Kept until an operator has looked.
CREATE TABLE quarantine (
    delivery_id     uuid        PRIMARY KEY,
    reason          text        NOT NULL,              -- a fixed phrase, never text from the body
    received_at     timestamptz NOT NULL
);

-- Bodies and records are about 2 KB, where Postgres starts to compress. LZ4 costs a fraction of the default method;
-- servers built without it keep the default.
DO $$
BEGIN
    ALTER TABLE delivery ALTER COLUMN body SET COMPRESSION lz4;
    ALTER TABLE event ALTER COLUMN record SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported THEN
        RAISE NOTICE 'LZ4 is not available; the default compression is used';
END
$$;
