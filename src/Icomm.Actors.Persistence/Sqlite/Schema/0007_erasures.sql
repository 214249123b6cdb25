-- Persons who were erased, so that no sync brings them back. Nothing here names them: digests are keyed with the installation's secret.
CREATE TABLE IF NOT EXISTS erasures (
    erasure_key  INTEGER PRIMARY KEY AUTOINCREMENT,
    account      TEXT NOT NULL,
    database_id  TEXT NOT NULL,
    erasure_id   TEXT NOT NULL,
    receipt_version INTEGER NOT NULL,        -- of the form of receipt
    receipt      TEXT NOT NULL,              -- JSON
    UNIQUE (account, database_id, erasure_id)
) STRICT;

-- Whom the erasures in force are about: the profile's own identity, and the others that were seen with it.
CREATE TABLE IF NOT EXISTS suppressed_identities (
    database_key INTEGER NOT NULL,
    digest       TEXT NOT NULL,
    erasure_id   TEXT NOT NULL,
    PRIMARY KEY (database_key, digest, erasure_id)
) STRICT, WITHOUT ROWID;
