-- Answers to creations, so that a request that is sent again gets the same one.
CREATE TABLE IF NOT EXISTS idempotent_requests (
    account      TEXT NOT NULL,
    request_key  TEXT NOT NULL,              -- as the caller chose it
    fingerprint  BLOB NOT NULL,              -- SHA-256 of the request
    begun_at     TEXT NOT NULL,
    status       INTEGER,                    -- null while it is being answered
    location     TEXT,
    tag          TEXT,
    content_type TEXT,
    body         BLOB,
    PRIMARY KEY (account, request_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS idempotent_requests_oldest ON idempotent_requests (begun_at);
