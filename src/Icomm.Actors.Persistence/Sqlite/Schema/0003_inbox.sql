-- Messages that stores push: kept from their receipt until what they say is in the profiles.

-- One row an integration that is pushed to. Its three parts are written by themselves: the tokens by the merchant, the backlog by messages that come and go, the state by the inbox' grain.
CREATE TABLE IF NOT EXISTS inboxes (
    inbox_key        INTEGER PRIMARY KEY,
    account          TEXT NOT NULL,
    integration_id   TEXT NOT NULL UNIQUE,   -- all that an inbound address names
    token_hash       BLOB,                   -- SHA-256; null when there is none
    token_hint       TEXT,
    token_created_at TEXT,
    token_used_at    TEXT,
    former_hash      BLOB,                   -- the token before it, which a rotation leaves valid for a while
    former_hint      TEXT,
    former_until     TEXT,
    former_used_at   TEXT,
    messages         INTEGER NOT NULL DEFAULT 0,
    bytes            INTEGER NOT NULL DEFAULT 0,
    last_received_at TEXT,
    version          INTEGER NOT NULL DEFAULT 0, -- of state; 0 as long as there is none
    state_version    INTEGER,                -- of the form of state
    state            BLOB,                   -- JSON in UTF-8
    UNIQUE (account, integration_id)
) STRICT;

-- Personal data. In the order of arrival; a row goes once it is applied.
CREATE TABLE IF NOT EXISTS inbox_messages (
    message_key INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox_key   INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    body        BLOB NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS inbox_messages_oldest ON inbox_messages (inbox_key); -- and, as in every index, the key

-- What has come already, applied or not, so that the same bytes are one message.
CREATE TABLE IF NOT EXISTS inbox_digests (
    inbox_key   INTEGER NOT NULL,
    digest      BLOB NOT NULL,               -- SHA-256 of the body
    received_at TEXT NOT NULL,
    PRIMARY KEY (inbox_key, digest)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS inbox_digests_oldest ON inbox_digests (inbox_key, received_at);
