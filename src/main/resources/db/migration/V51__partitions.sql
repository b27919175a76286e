-- The journal by time, so that old months can go without a scan and without a lock that stops appends. What is there
-- already becomes the first partition of each table; it is read once for its keys and once for its new primary key.

-- An event's id for ever, and where its event is or was: a duplicate is one even when the event itself was dropped.
CREATE TABLE event_key (
    id              uuid        NOT NULL,              -- name-based UUID of the dedupe key
    seq             bigint      NOT NULL,
    received_at     timestamptz NOT NULL               -- tells the partition
) WITH (fillfactor = 100);
INSERT INTO event_key (id, seq, received_at) SELECT id, seq, received_at FROM event ORDER BY seq;
ALTER TABLE event_key ADD PRIMARY KEY (id);

-- Numbers go on where they are. The sequence belongs to no table: partitions come and go.
CREATE SEQUENCE event_number;
DO $$
DECLARE
    taken bigint;
BEGIN
    EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %s',
                   pg_get_serial_sequence('event', 'seq')) INTO taken;
    taken := greatest(taken, (SELECT coalesce(max(seq), 0) FROM event));
    IF taken > 0 THEN
        PERFORM setval('event_number', taken);
    END IF;
END
$$;
ALTER TABLE event
    ALTER COLUMN seq DROP IDENTITY,
    DROP CONSTRAINT event_pkey,
    DROP CONSTRAINT event_id_key;
ALTER TABLE delivery DROP CONSTRAINT delivery_pkey;
ALTER TABLE delivery VALIDATE CONSTRAINT delivery_came_by_one_way;

-- The partitions that there are. A row is written and removed with its table, so one without a table is being dropped.
CREATE TABLE journal_partition (
    name            text        PRIMARY KEY,           -- of the table
    parent          text        NOT NULL CHECK (parent IN ('event', 'delivery')),
    from_at         timestamptz NOT NULL,              -- of receipt, inclusive; -infinity for what was there before
    until_at        timestamptz NOT NULL,              -- exclusive
    made_at         timestamptz NOT NULL,              -- the database's clock: one made late for late rows is young
    kept_until      timestamptz,                       -- not dropped before: it was restored
    is_dropping     boolean     NOT NULL DEFAULT false -- detached, or about to be; what is left to do is done after a crash
);

-- A partition takes no lock on the journal that an append or a reader would wait for: it is made by itself and attached.
CREATE FUNCTION make_partition(parent text, from_at timestamptz, until_at timestamptz) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    base text := parent || to_char(from_at AT TIME ZONE 'UTC', '"_p"YYYYMMDD');
    name text := base;
    n    integer := 1;
BEGIN
    -- One that is being dropped may still have the name.
    WHILE to_regclass(name) IS NOT NULL LOOP
        n := n + 1;
        name := base || '_' || n;
    END LOOP;
    -- Rows up to a page are kept as they are, as before (V13).
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) WITH (toast_tuple_target = 8160)', name, parent);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, name, from_at, until_at);
    INSERT INTO journal_partition (name, parent, from_at, until_at, made_at)
    VALUES (name, parent, from_at, until_at, clock_timestamp());
    RETURN name;
END
$$;

-- Columns, checks and indexes are taken from the catalogue, so whatever the tables had they have afterwards.
DO $$
DECLARE
    parent      text;
    first       text;
    definitions text[];
    definition  text;
    index_name  text;
    bound       timestamptz;
    newest      timestamptz;
    earliest    integer;
    step        integer;
BEGIN
    SELECT max(received_at) INTO newest FROM (
        SELECT max(received_at) AS received_at FROM event UNION ALL SELECT max(received_at) FROM delivery) AS both_tables;
    bound := (date_trunc('month', greatest(newest, now()) AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    FOREACH parent IN ARRAY ARRAY['event', 'delivery'] LOOP
        first := parent || '_first';
        definitions := ARRAY(SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = parent::regclass);
        FOR index_name IN SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = parent::regclass LOOP
            EXECUTE format('ALTER INDEX %s RENAME TO %I', index_name, 'first_' || trim('"' FROM index_name));
        END LOOP;
        EXECUTE format('ALTER TABLE %I RENAME TO %I', parent, first);
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (received_at)',
                       parent, first);
        FOREACH definition IN ARRAY definitions LOOP
            EXECUTE definition;
        END LOOP;
        EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (%I, received_at)',
                       parent, CASE parent WHEN 'event' THEN 'seq' ELSE 'id' END);
        IF newest IS NULL THEN
            EXECUTE format('DROP TABLE %I', first);
        ELSE
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', parent, first, bound);
            INSERT INTO journal_partition (name, parent, from_at, until_at, made_at)
            VALUES (first, parent, '-infinity', bound, '-infinity');
        END IF;
        -- Whoever appends next finds a place, whatever the policy; the next ones are made by it.
        earliest := CASE WHEN newest IS NULL THEN -1 ELSE 0 END;
        FOR step IN earliest..2 LOOP
            PERFORM make_partition(parent, (bound AT TIME ZONE 'UTC' + make_interval(months => step)) AT TIME ZONE 'UTC',
                                   (bound AT TIME ZONE 'UTC' + make_interval(months => step + 1)) AT TIME ZONE 'UTC');
        END LOOP;
    END LOOP;
END
$$;
ALTER TABLE event ALTER COLUMN seq SET DEFAULT nextval('event_number');

-- When the event was received, so that the relay looks into one partition and not into all.
ALTER TABLE outbox ADD COLUMN received_at timestamptz;
UPDATE outbox o SET received_at = k.received_at FROM event_key k WHERE k.seq = o.event_seq;
UPDATE outbox SET received_at = now() WHERE received_at IS NULL;
ALTER TABLE outbox ALTER COLUMN received_at SET NOT NULL;

-- How new a record's newest dropped event is: a polled row is no news if an event is as new as it, dropped or not.
CREATE TABLE record_horizon (
    company_id      text        NOT NULL,
    object          text        NOT NULL,
    record_id       text        NOT NULL,
    newest          timestamptz NOT NULL,              -- Pipedrive's clock, of the state that the event showed
    PRIMARY KEY (object, record_id, company_id)
);
