-- Who changed what, and when.
CREATE TABLE IF NOT EXISTS audit_log (
    account text COLLATE "C" NOT NULL,
    entry_id text COLLATE "C" NOT NULL, -- sorts by time
    at text COLLATE "C" NOT NULL,
    key_id text COLLATE "C", -- null when the program did it by itself
    key_account text COLLATE "C", -- another account than the entry's: an operator's
    action text COLLATE "C" NOT NULL,
    resource text COLLATE "C" NOT NULL, -- a path of the API
    integration_id text COLLATE "C",
    database_id text COLLATE "C",
    outcome text COLLATE "C" NOT NULL,
    changes text COLLATE "C" NOT NULL, -- JSON
    PRIMARY KEY (account, entry_id)
);
