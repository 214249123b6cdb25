-- A column of rejected_records is added before this: since when the store's record of that id has been used after all (resolved_at).
CREATE INDEX IF NOT EXISTS rejected_records_open ON rejected_records (account, integration_id, resource, record_id) WHERE resolved_at IS NULL;
