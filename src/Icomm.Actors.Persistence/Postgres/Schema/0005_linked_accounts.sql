-- Few shops sell to customers without an e-mail, and whoever turns out to have one is looked for among these.
CREATE INDEX IF NOT EXISTS profiles_without_email ON profiles (database_key, profile_id) WHERE email IS NULL;

-- Accounts at stores whose profile became part of that of an e-mail: what comes for them without it belongs there.
CREATE TABLE IF NOT EXISTS linked_accounts (
    database_key bigint NOT NULL,
    account_digest text COLLATE "C" NOT NULL, -- the id of the profile that the account had
    profile_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (database_key, account_digest)
);
