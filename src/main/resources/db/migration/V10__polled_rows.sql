-- A row that polling read is kept as a delivery too, if it was news or was not understood: of a connection, because no
-- registration brought it. The check looks at new rows only, so the migration does not read a large table.
ALTER TABLE delivery ADD COLUMN connection_id uuid;    -- of a polled row; null for a request
ALTER TABLE delivery ALTER COLUMN registration_id DROP NOT NULL;
ALTER TABLE delivery ADD CONSTRAINT delivery_came_by_one_way
    CHECK (num_nonnulls(registration_id, connection_id) = 1) NOT VALID;

-- A polled addition shows the record as it was last changed, later than it occurred. Null where the state is as old as
-- the event. Polling asks for it before it tells of a change: what an event has shown already is no news.
ALTER TABLE event ADD COLUMN state_at timestamptz;
