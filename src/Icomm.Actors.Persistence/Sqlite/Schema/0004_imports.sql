-- Uploads of historical files. Their rows and reports are in files of their own (see ImportFolder).
CREATE TABLE IF NOT EXISTS imports (
    account        TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    import_id      TEXT NOT NULL,            -- sorts by time
    version        INTEGER NOT NULL,
    phase          TEXT NOT NULL,            -- Receiving, Applying, Succeeded, Failed, Cancelled
    is_open        INTEGER NOT NULL,         -- 1 while something is left to do
    received_at    TEXT,                     -- when all of the file was here
    has_turn       INTEGER NOT NULL DEFAULT 0, -- 1 for the one import of its integration that may apply; kept by imports taking turns, not by their records
    state_version  INTEGER NOT NULL,         -- of the form of state
    state          BLOB NOT NULL,            -- JSON in UTF-8
    PRIMARY KEY (account, integration_id, import_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS open_imports ON imports (account, integration_id) WHERE is_open = 1;
