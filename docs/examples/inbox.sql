-- What Inbox.java needs. An id is as good as its table: keep it for as long as events may be sent again.
CREATE TABLE inbox (
    event_id uuid        PRIMARY KEY,
    taken_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE welcome (
    deal  text  NOT NULL,
    event jsonb NOT NULL
);
