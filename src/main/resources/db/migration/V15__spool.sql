-- What an instance says of itself four times a second: that it lives, and whether something it has put into the spool
-- topic may not be drained. Whoever wants to pass the spool by needs it of all of them, or Kafka's own word.
CREATE TABLE keeper (
    instance        uuid        PRIMARY KEY,
    seen_at         timestamptz NOT NULL,              -- the database's clock, read before dirty was
    dirty           boolean     NOT NULL,
    ended           boolean     NOT NULL               -- it was dirty when it stopped, and spools no more
) WITH (fillfactor = 50);

-- Up to where the spool topic is drained. Never behind what Kafka was told to delete.
CREATE TABLE spool_position (
    only_row        boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    topic_id        text        NOT NULL,              -- Kafka's id; another one after the topic was made anew
    next_offset     bigint      NOT NULL
);
INSERT INTO spool_position (topic_id, next_offset) VALUES ('', 0);

-- Deliveries kept while the journal may not be appended to, because something before them may not be in it. The columns
-- are those of delivery, and what else is needed to read one when its registration is gone.
CREATE TABLE held_delivery (
    id              uuid        PRIMARY KEY,
    registration_id uuid        NOT NULL,
    company_id      text        NOT NULL,              -- of the connection
    received_at     timestamptz NOT NULL,              -- our clock; the order in which they are drained
    headers         text        NOT NULL,
    body            bytea       NOT NULL,
    held_at         timestamptz NOT NULL DEFAULT clock_timestamp()  -- the database's clock, before the commit
);
ALTER TABLE held_delivery SET (toast_tuple_target = 8160);
CREATE INDEX held_in_order ON held_delivery (received_at, id);
CREATE INDEX held_longest ON held_delivery (held_at);
