-- One Pipedrive company account each. Edited by people, a few rows.
CREATE TABLE connection (
    id              uuid        PRIMARY KEY,
    company_id      text        NOT NULL UNIQUE,       -- Pipedrive's id of the account
    company_domain  text        NOT NULL,              -- acme in acme.pipedrive.com
    company_name    text        NOT NULL,
    user_id         text        NOT NULL,              -- whose token it is; Pipedrive checks events against this user
    api_token       text        NOT NULL,              -- a secret: never shown by the API, never logged
    created_at      timestamptz NOT NULL,
    version         integer     NOT NULL
);

-- The standing wish to hear one action.object of a connection.
CREATE TABLE subscription (
    id              uuid        PRIMARY KEY,
    connection_id   uuid        NOT NULL REFERENCES connection (id),
    event           text        NOT NULL,              -- added.deal, *.*
    webhook_version text        NOT NULL CHECK (webhook_version IN ('1.0', '2.0')),
    created_at      timestamptz NOT NULL,
    UNIQUE (connection_id, event, webhook_version)
);

-- The webhook at Pipedrive that serves a subscription, and what it must show at our door.
CREATE TABLE registration (
    id              uuid        PRIMARY KEY,
    subscription_id uuid        NOT NULL UNIQUE REFERENCES subscription (id),
    path            text        NOT NULL UNIQUE,       -- unguessable; the last part of the webhook's URL
    username        text        NOT NULL,
    password_sha256 bytea       NOT NULL,
    previous_username text,                            -- credentials accepted too until Pipedrive has confirmed
    previous_password_sha256 bytea,                    -- the present ones; null once it has
    webhook_id      text,                              -- Pipedrive's id; null until Pipedrive has confirmed it
    problem         text,                              -- why it is not registered, in words for people; null when it is
    created_at      timestamptz NOT NULL,
    version         integer     NOT NULL
);
