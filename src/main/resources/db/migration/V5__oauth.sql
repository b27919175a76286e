-- A connection is an API token or a consent to our app at Pipedrive (OAuth), and has a state that says whether it can
-- be used. Secrets begin with sealed:1: where they are encrypted; rows written without a key stay readable.
ALTER TABLE connection
    ALTER COLUMN api_token DROP NOT NULL,
    ADD COLUMN auth              text        NOT NULL DEFAULT 'API_TOKEN' CHECK (auth IN ('API_TOKEN', 'OAUTH')),
    ADD COLUMN access_token      text,                 -- a secret; null once the consent is gone
    ADD COLUMN refresh_token     text,                 -- a secret; likewise
    ADD COLUMN token_expires_at  timestamptz,          -- of the access token
    ADD COLUMN refreshed_at      timestamptz,          -- last use of the refresh token; unused for 60 days it dies
    ADD COLUMN scope             text,                 -- what the account consented to
    ADD COLUMN state             text        NOT NULL DEFAULT 'ACTIVE' CHECK (state IN (
        'ACTIVE', 'CONSENT_REVOKED', 'CONSENT_EXPIRED', 'TOKEN_REFUSED', 'ACCOUNT_CLOSED', 'BLOCKED')),
    ADD COLUMN state_reason      text,                 -- what to do, in words for people; null while ACTIVE
    ADD COLUMN state_since       timestamptz NOT NULL DEFAULT now();

UPDATE connection SET state_since = created_at;

ALTER TABLE connection
    ADD CHECK (auth <> 'API_TOKEN' OR api_token IS NOT NULL),
    ADD CHECK (auth <> 'OAUTH' OR api_token IS NULL);

-- Consents that were asked for and not answered yet. Each is good once.
CREATE TABLE oauth_state (
    state_sha256 bytea       PRIMARY KEY,
    expires_at   timestamptz NOT NULL
);
