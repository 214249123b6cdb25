-- Who uses the installation, and the keys they do it with.
CREATE TABLE IF NOT EXISTS accounts (
    account     TEXT NOT NULL PRIMARY KEY,
    version     INTEGER NOT NULL,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL UNIQUE,        -- the name without case
    created_at  TEXT NOT NULL,
    disabled_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS api_keys (
    key_id       TEXT NOT NULL PRIMARY KEY,  -- sorts by time
    account      TEXT NOT NULL,
    name         TEXT NOT NULL,
    scopes       TEXT NOT NULL,              -- separated by spaces
    hash         BLOB NOT NULL UNIQUE,       -- SHA-256
    hint         TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    expires_at   TEXT,
    last_used_at TEXT,                       -- to the minute
    revoked_at   TEXT,
    former_hash  BLOB,                       -- the secret before it, which a rotation leaves valid for a while
    former_until TEXT
) STRICT;

CREATE INDEX IF NOT EXISTS api_keys_of_account ON api_keys (account, key_id);

CREATE INDEX IF NOT EXISTS api_keys_former ON api_keys (former_hash) WHERE former_hash IS NOT NULL;
