-- Who changed what, and when.
CREATE TABLE IF NOT EXISTS audit_log (
    account        TEXT NOT NULL,
    entry_id       TEXT NOT NULL,            -- sorts by time
    at             TEXT NOT NULL,
    key_id         TEXT,                     -- null when the program did it by itself
    key_account    TEXT,                     -- another account than the entry's: an operator's
    action         TEXT NOT NULL,
    resource       TEXT NOT NULL,            -- a path of the API
    integration_id TEXT,
    database_id    TEXT,
    outcome        TEXT NOT NULL,
    changes        TEXT NOT NULL,            -- JSON
    PRIMARY KEY (account, entry_id)
) STRICT, WITHOUT ROWID;
