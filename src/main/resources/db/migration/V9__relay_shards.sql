-- The shards of the relay, one row each; their number is the number of rows, chosen once (pipestream.publish.shards).
CREATE TABLE relay_shard (
    shard           smallint    PRIMARY KEY,
    epoch           bigint      NOT NULL               -- grows with every takeover; what an earlier holder decides is void
);
INSERT INTO relay_shard (shard, epoch)
SELECT n, 0 FROM generate_series(0, ${shards} - 1) AS n;

-- The shard of a record's events, the only place that says so. MD5 and not hashtext, which Postgres may change.
CREATE FUNCTION record_shard(company_id text, object text, record_id text, shards bigint) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT (('x' || substr(md5(company_id || ':' || object || ':' || record_id), 1, 8))::bit(32)::bigint % shards)::smallint
$$;

ALTER TABLE outbox
    ADD COLUMN shard smallint,
    -- null: the relay's progress in Kafka tells whether the event was sent, by its sequence number.
    -- Otherwise progress says nothing of it: '' is to be sent, and a topic is what it waits for.
    ADD COLUMN out_of_turn text;

UPDATE outbox o
   SET shard = record_shard(e.company_id, e.object, e.record_id, (SELECT count(*) FROM relay_shard))
  FROM event e
 WHERE e.seq = o.event_seq;

ALTER TABLE outbox
    DROP CONSTRAINT outbox_pkey,
    ALTER COLUMN shard SET NOT NULL,
    ADD PRIMARY KEY (shard, event_seq),
    -- A row that somebody inserts by hand is sent, however old its event is.
    ALTER COLUMN out_of_turn SET DEFAULT '';
CREATE INDEX outbox_out_of_turn ON outbox (shard, event_seq) WHERE out_of_turn IS NOT NULL;

-- Null where only the relay's progress tells that Kafka has the event, after a crash between its word and ours.
ALTER TABLE publication
    ALTER COLUMN "partition" DROP NOT NULL,
    ALTER COLUMN "offset" DROP NOT NULL;
