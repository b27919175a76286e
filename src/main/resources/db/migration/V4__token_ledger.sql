-- What we spent of an account's API tokens, by day and purpose. Entered before the call is made.
CREATE TABLE token_ledger (
    company_id      text        NOT NULL,              -- Pipedrive's id; no reference: calls precede the connection
    day             date        NOT NULL,              -- Pipedrive's, see pipestream.pipedrive.day-zone
    purpose         text        NOT NULL,              -- setup, operator, check, poll, repair, backfill
    tokens          bigint      NOT NULL,
    calls           bigint      NOT NULL,
    PRIMARY KEY (company_id, day, purpose)
);

-- One row per account. Whoever enters a call holds its lock, so that two cannot both take the last tokens.
CREATE TABLE token_budget (
    company_id      text        PRIMARY KEY,
    daily_tokens    bigint,                            -- as Pipedrive said last; null if it never did
    hold            text        CHECK (hold IN ('blocked', 'day_spent')),
    held_until      timestamptz,                       -- not called before; by our clock
    CHECK ((hold IS NULL) = (held_until IS NULL))
);
