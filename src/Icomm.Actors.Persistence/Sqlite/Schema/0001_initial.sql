-- Instants are ISO 8601 text in UTC, so that they read and sort as they are; the columns of profiles hold Unix milliseconds, which are smaller.

-- What a merchant feeds with integrations.
CREATE TABLE IF NOT EXISTS databases (
    account      TEXT NOT NULL,
    database_id  TEXT NOT NULL,
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,              -- the name in the case it is compared by
    settings_version INTEGER NOT NULL,       -- of the form of settings
    settings     TEXT NOT NULL,              -- JSON
    created_at   TEXT NOT NULL,
    PRIMARY KEY (account, database_id),
    UNIQUE (account, name_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS integrations (
    account         TEXT NOT NULL,
    integration_id  TEXT NOT NULL,
    version         INTEGER NOT NULL,
    name            TEXT,
    store_type      TEXT,
    database_id     TEXT,
    next_due_at     TEXT,
    last_success_at TEXT,
    state_version   INTEGER NOT NULL,        -- of the form of state
    state           BLOB NOT NULL,           -- JSON in UTF-8
    PRIMARY KEY (account, integration_id)
) STRICT;

CREATE TABLE IF NOT EXISTS sync_runs (
    account        TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    run_id         TEXT NOT NULL,            -- sorts by time
    started_at     TEXT NOT NULL,
    ended_at       TEXT,
    outcome        TEXT NOT NULL,
    records_read   INTEGER NOT NULL,
    new            INTEGER NOT NULL,
    changed        INTEGER NOT NULL,
    unchanged      INTEGER NOT NULL,
    rejected       INTEGER NOT NULL,
    pages          INTEGER NOT NULL,
    messages       TEXT NOT NULL,            -- JSON
    PRIMARY KEY (account, integration_id, run_id)
) STRICT, WITHOUT ROWID;

-- Personal data: raw is what a store sent and nobody could read.
CREATE TABLE IF NOT EXISTS rejected_records (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    account        TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    resource       TEXT NOT NULL,
    raw_hash       BLOB NOT NULL,            -- SHA-256 of raw
    run_id         TEXT NOT NULL,
    record_id      TEXT,
    code           TEXT NOT NULL,
    reason         TEXT NOT NULL,
    at             TEXT NOT NULL,
    raw            TEXT NOT NULL,
    UNIQUE (account, integration_id, resource, raw_hash)
) STRICT;

CREATE INDEX IF NOT EXISTS rejected_records_newest ON rejected_records (account, integration_id); -- and, as in every index, the id

CREATE TABLE IF NOT EXISTS catalogue_items (
    account        TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    product_id     TEXT NOT NULL,
    name           TEXT NOT NULL,
    brand          TEXT,
    categories     TEXT NOT NULL,            -- JSON
    updated_at     TEXT NOT NULL,
    PRIMARY KEY (account, integration_id, product_id)
) STRICT, WITHOUT ROWID;

-- A row is never updated in place: its id is its version, and AUTOINCREMENT never gives one out twice.
CREATE TABLE IF NOT EXISTS reminders (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    grain_id   TEXT NOT NULL,
    name       TEXT NOT NULL,
    grain_hash INTEGER NOT NULL,             -- unsigned 32 bits
    start_at   TEXT NOT NULL,
    period     INTEGER NOT NULL,             -- ticks of 100 ns
    UNIQUE (grain_id, name)
) STRICT;

CREATE INDEX IF NOT EXISTS reminders_by_hash ON reminders (grain_hash);

-- A small number for each database that has profiles, in place of two names in every row.
CREATE TABLE IF NOT EXISTS database_keys (
    database_key INTEGER PRIMARY KEY,
    account      TEXT NOT NULL,
    database_id  TEXT NOT NULL,
    UNIQUE (account, database_id)
) STRICT;

-- With a rowid: new customers are appended, and a row stays where it is when it is rewritten. WITHOUT ROWID was four times slower at inserting 100,000 random ids.
-- No index on last_purchase_at: each order of a customer would move an entry, which halved the rate of updates (45,000 to 23,000 rows a second). A refresh reads all rows anyway.
CREATE TABLE IF NOT EXISTS profiles (
    profile_key       INTEGER PRIMARY KEY,
    database_key      INTEGER NOT NULL,
    profile_id        TEXT NOT NULL,
    version           INTEGER NOT NULL,
    order_count       INTEGER NOT NULL,
    purchase_count    INTEGER NOT NULL,
    first_purchase_at INTEGER,               -- Unix milliseconds
    last_purchase_at  INTEGER,               -- Unix milliseconds
    email             TEXT,
    first_name        TEXT,
    last_name         TEXT,
    state             BLOB NOT NULL,
    UNIQUE (database_key, profile_id)
) STRICT;
