-- How each registration is doing. Written by the package subscription with SQL of its own: the entity does not map it,
-- so a change of credentials and a change of health do not overwrite each other.
ALTER TABLE registration
    ADD COLUMN health          text NOT NULL DEFAULT 'MISSING'
        CHECK (health IN ('HEALTHY', 'SILENT', 'SUSPECT', 'BANNED', 'MISSING', 'UNAUTHORISED')),
    ADD COLUMN health_reason   text,                   -- in words for people; null while all is well
    ADD COLUMN health_since    timestamptz,            -- null: since created_at
    ADD COLUMN banned_until    timestamptz,            -- only while BANNED
    ADD COLUMN listening_since timestamptz,            -- what happened before is not missed; null: never listened
    ADD COLUMN last_heard_at   timestamptz,            -- a delivery that we answered 2xx; our clock
    ADD COLUMN failures        integer NOT NULL DEFAULT 0, -- first attempts that we refused, towards ten
    ADD COLUMN failing_since   timestamptz,            -- the first of them
    ADD COLUMN last_failed_at  timestamptz,            -- the last of them
    ADD COLUMN missed_at       timestamptz,            -- when the first thing happened that it should have told
    ADD COLUMN last_checked_at timestamptz,            -- when Pipedrive's list last had it
    ADD COLUMN tried_at        timestamptz,            -- when Pipedrive was last asked, answer or no answer
    -- Until when the previous credentials are accepted; null: until Pipedrive has confirmed the present ones.
    ADD COLUMN previous_until  timestamptz,
    ADD COLUMN webhook_user_id text;                   -- whose rights decide what the webhook is told

-- Those that an earlier version registered were well when it last looked.
UPDATE registration
   SET health = 'HEALTHY', listening_since = now(), last_checked_at = now()
 WHERE webhook_id IS NOT NULL;
