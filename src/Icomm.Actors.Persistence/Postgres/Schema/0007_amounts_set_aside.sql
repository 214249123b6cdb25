-- How many of a period's purchases are in a currency without a rate, so that their amounts are in no sum. The next refresh evaluates every row anew, by RefreshStamps, and fills these.
ALTER TABLE enriched_profiles
    ADD COLUMN IF NOT EXISTS set_aside_30 integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS set_aside_60 integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS set_aside_90 integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS set_aside_180 integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS set_aside_360 integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS set_aside_360_plus integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS set_aside_lifetime integer NOT NULL DEFAULT 0;
