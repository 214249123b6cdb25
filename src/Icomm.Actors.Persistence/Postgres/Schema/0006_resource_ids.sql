-- The id that a request is to give to what it makes, the same each time that it is sent again because it failed; and whether it has failed, so that it need not be waited for.
ALTER TABLE idempotent_requests ADD COLUMN IF NOT EXISTS resource_id text COLLATE "C";
ALTER TABLE idempotent_requests ADD COLUMN IF NOT EXISTS is_released bigint NOT NULL DEFAULT 0;
