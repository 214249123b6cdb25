-- Since when the store's record of that id has been used after all.
ALTER TABLE rejected_records ADD COLUMN IF NOT EXISTS resolved_at text COLLATE "C";
CREATE INDEX IF NOT EXISTS rejected_records_open ON rejected_records (account, integration_id, resource, record_id) WHERE resolved_at IS NULL;
