-- Quarantine outlives the decision: what became of a delivery stays findable, and who decided it and why.
ALTER TABLE quarantine ADD COLUMN state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'rerun', 'discarded'));
CREATE INDEX quarantine_by_time ON quarantine (received_at, delivery_id);
CREATE INDEX quarantine_open ON quarantine (received_at, delivery_id) WHERE state = 'open';

-- Every attempt, those that changed nothing included.
CREATE TABLE quarantine_decision (
    id              uuid        PRIMARY KEY,           -- version 7: grows with time
    delivery_id     uuid        NOT NULL,
    decided_at      timestamptz NOT NULL,              -- our clock
    decided_by      text        NOT NULL,              -- the name of the access key
    decision        text        NOT NULL CHECK (decision IN ('rerun', 'discard')),
    outcome         text        NOT NULL CHECK (outcome IN ('stored', 'duplicate', 'rejected', 'discarded')),
    reason          text,                              -- an operator's, or why it was rejected again
    corrected_body  bytea,                             -- what was read in place of the original; null: the original
    event_id        uuid                               -- that it became, or that was stored before
);
CREATE INDEX decision_of_delivery ON quarantine_decision (delivery_id, id);
CREATE INDEX decision_of_event ON quarantine_decision (event_id) WHERE event_id IS NOT NULL;
