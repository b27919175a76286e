-- How a body is written. It comes as Pipedrive sent it, and is compressed minutes later, when nobody waits. Adding a
-- column without a default rewrites nothing.
ALTER TABLE delivery ADD COLUMN encoding text;         -- null: as it came; deflate-1: compressed; removed: its time is over

-- A delivery of an event that was stored before. Only these are found by their event through an index: the first one
-- is in the event's row, and most events have no other, so an index of all would cost every delivery something.
ALTER TABLE delivery ADD COLUMN duplicate boolean NOT NULL DEFAULT false;
CREATE INDEX delivery_duplicate ON delivery (event_id) WHERE duplicate;

-- How far each job has gone through the deliveries, in the order of their ids, which is that of their receipt.
CREATE TABLE delivery_care (
    job             text        PRIMARY KEY CHECK (job IN ('compress', 'remove')),
    through         uuid        NOT NULL               -- the last one looked at
);
INSERT INTO delivery_care (job, through)
VALUES ('compress', '00000000-0000-0000-0000-000000000000'),
       ('remove', '00000000-0000-0000-0000-000000000000');
