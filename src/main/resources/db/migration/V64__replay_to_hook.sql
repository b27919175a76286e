-- A replay may go to one hook instead of topics.
ALTER TABLE replay ADD COLUMN hook_id uuid;            -- null: to topics

-- How far it is there: moved by the statement that adds its deliveries.
CREATE TABLE hook_replay (
    replay_id       uuid        PRIMARY KEY,
    hook_id         uuid        NOT NULL REFERENCES hook ON DELETE CASCADE,
    through_seq     bigint      NOT NULL,
    looked_at       bigint      NOT NULL               -- events, those that the hook does not want included
);
