-- The daily refresh: master data, models, refreshes, publications, and the sums of what customers buy. The column databases.version is added by SqliteMigrations.
-- Days are DateOnly.DayNumber (0001-01-01 is 0; julian day minus 1721425.5), amounts and units ten-thousandths, unless it says otherwise.

-- Profiles that were written or deleted since the refresh evaluated them: put here by the write itself, taken off when a row of the profile's present version is saved. No version of its own, so that
-- a profile that is written a hundred times between two refreshes costs one entry: a version in it would be another page in the log for each of a hundred writes.
CREATE TABLE IF NOT EXISTS changed_profiles (
    database_key INTEGER NOT NULL,
    profile_key  INTEGER NOT NULL,
    PRIMARY KEY (database_key, profile_key)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO changed_profiles (database_key, profile_key) SELECT database_key, profile_key FROM profiles ORDER BY database_key, profile_key;

-- The master data: a row a profile, in the order in which a refresh goes through them. What every pass reads comes first: SQLite decodes a row up to the last column it is asked for.
CREATE TABLE IF NOT EXISTS enriched_profiles (
    database_key         INTEGER NOT NULL,
    profile_key          INTEGER NOT NULL,
    evaluated_on         INTEGER NOT NULL,   -- day
    next_change_on       INTEGER NOT NULL,   -- day; 2147483647 when no window will ever change by itself
    settings_stamp       INTEGER NOT NULL,
    first_purchase_on    INTEGER,            -- day; null without a purchase
    last_purchase_on     INTEGER,            -- day; of each window that has a purchase the last one too, except of 360+
    last_day_360_plus    INTEGER,            -- day
    purchases_30         INTEGER NOT NULL,
    purchases_60         INTEGER NOT NULL,
    purchases_90         INTEGER NOT NULL,
    purchases_180        INTEGER NOT NULL,
    purchases_360        INTEGER NOT NULL,
    purchases_360_plus   INTEGER NOT NULL,
    purchases_lifetime   INTEGER NOT NULL,
    amount_30            INTEGER NOT NULL,
    amount_60            INTEGER NOT NULL,
    amount_90            INTEGER NOT NULL,
    amount_180           INTEGER NOT NULL,
    amount_360           INTEGER NOT NULL,
    amount_360_plus      INTEGER NOT NULL,
    amount_lifetime      INTEGER NOT NULL,
    rfm_30               INTEGER,            -- 100 R + 10 F + M; 0 outside the population; null before the first scoring
    rfm_60               INTEGER,
    rfm_90               INTEGER,
    rfm_180              INTEGER,
    rfm_360              INTEGER,
    rfm_360_plus         INTEGER,
    rfm_lifetime         INTEGER,
    content_hash         INTEGER NOT NULL,
    fingerprint          INTEGER,            -- null before the first scoring
    rfm_group            TEXT,
    segment              TEXT,
    previous_segment     TEXT,
    segment_changed_on   INTEGER,            -- day
    segment_changed_in   INTEGER,            -- number of the refresh
    problem              TEXT,               -- code of why it can't be evaluated; it has no metrics then
    email                TEXT,
    first_name           TEXT,
    last_name            TEXT,
    profile_id           TEXT NOT NULL,
    state_version        INTEGER NOT NULL,
    last_purchase_amount INTEGER,
    items_30             INTEGER NOT NULL,
    items_60             INTEGER NOT NULL,
    items_90             INTEGER NOT NULL,
    items_180            INTEGER NOT NULL,
    items_360            INTEGER NOT NULL,
    items_360_plus       INTEGER NOT NULL,
    items_lifetime       INTEGER NOT NULL,
    average_30           INTEGER,
    average_60           INTEGER,
    average_90           INTEGER,
    average_180          INTEGER,
    average_360          INTEGER,
    average_360_plus     INTEGER,
    average_lifetime     INTEGER,
    PRIMARY KEY (database_key, profile_key)
) STRICT, WITHOUT ROWID;

-- The lists of a row, apart from it so that passes over the rows stay narrow; no row when all are empty. With a rowid: without one, a text of more than a kilobyte would take a page of its own.
CREATE TABLE IF NOT EXISTS enriched_lists (
    profile_key INTEGER PRIMARY KEY,
    lists       TEXT NOT NULL                -- JSON object: published name to array
) STRICT;

CREATE TABLE IF NOT EXISTS rfm_models (
    account       TEXT NOT NULL,
    database_id   TEXT NOT NULL,
    version       INTEGER NOT NULL,
    as_of         TEXT NOT NULL,             -- yyyy-mm-dd
    computed_at   TEXT NOT NULL,
    model_version INTEGER NOT NULL,          -- of the form of model
    model         TEXT NOT NULL,             -- JSON
    PRIMARY KEY (account, database_id, version)
) STRICT;

CREATE TABLE IF NOT EXISTS database_refreshes (
    account        TEXT NOT NULL,
    database_id    TEXT NOT NULL,
    version        INTEGER NOT NULL,
    next_due_at    TEXT,
    completed_on   INTEGER,                  -- day that the last refresh that succeeded was of
    state_version  INTEGER NOT NULL,         -- of the form of state
    state          BLOB NOT NULL,            -- JSON in UTF-8
    PRIMARY KEY (account, database_id)
) STRICT;

CREATE TABLE IF NOT EXISTS refresh_log (
    account       TEXT NOT NULL,
    database_id   TEXT NOT NULL,
    refresh_id    TEXT NOT NULL,             -- sorts by time
    number        INTEGER NOT NULL,
    as_of         TEXT NOT NULL,             -- yyyy-mm-dd
    started_at    TEXT NOT NULL,
    ended_at      TEXT,
    outcome       TEXT NOT NULL,
    model_version INTEGER,
    profiles      INTEGER NOT NULL,
    evaluated     INTEGER NOT NULL,
    rescored      INTEGER NOT NULL,
    unanswerable  INTEGER NOT NULL,
    segments      TEXT NOT NULL,             -- JSON
    transitions   TEXT NOT NULL,             -- JSON
    messages      TEXT NOT NULL,             -- JSON
    PRIMARY KEY (account, database_id, refresh_id)
) STRICT;

CREATE TABLE IF NOT EXISTS publications (
    publication_key INTEGER PRIMARY KEY,
    account         TEXT NOT NULL,
    database_id     TEXT NOT NULL,
    publication_id  TEXT NOT NULL,
    version         INTEGER NOT NULL,
    name            TEXT,
    type            TEXT,
    created_at      TEXT NOT NULL,
    retry_at        TEXT,
    last_success_at TEXT,
    state_version   INTEGER NOT NULL,        -- of the form of state
    state           BLOB NOT NULL,           -- JSON in UTF-8
    UNIQUE (account, database_id, publication_id)
) STRICT;

-- What a receiver has of a profile.
CREATE TABLE IF NOT EXISTS published_contacts (
    publication_key INTEGER NOT NULL,
    profile_key     INTEGER NOT NULL,
    fingerprint     INTEGER NOT NULL,
    as_of           INTEGER NOT NULL,        -- day
    PRIMARY KEY (publication_key, profile_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS publication_rejections (
    publication_key INTEGER NOT NULL,
    profile_key     INTEGER NOT NULL,
    code            TEXT NOT NULL,
    message         TEXT NOT NULL,
    at              TEXT NOT NULL,
    attempts        INTEGER NOT NULL,
    PRIMARY KEY (publication_key, profile_key)
) STRICT, WITHOUT ROWID;

-- Sums over all customers. Months are 100 * year + month in the database's zone. An amount is amount + amount_rest / 10000: in one number of ten-thousandths, a thousand orders of the
-- greatest amount that is read from a store would overflow. The rest is only ever added to, so it may be negative or more than one; units likewise.
CREATE TABLE IF NOT EXISTS activity_months (
    database_key INTEGER NOT NULL,
    month        INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    purchases    INTEGER NOT NULL,
    amount       INTEGER NOT NULL,           -- whole units of the currency
    amount_rest  INTEGER NOT NULL,           -- ten-thousandths
    units        INTEGER NOT NULL,           -- whole
    units_rest   INTEGER NOT NULL,           -- ten-thousandths
    PRIMARY KEY (database_key, month, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS activity_new_customers (
    database_key INTEGER NOT NULL,
    month        INTEGER NOT NULL,           -- of the first purchase
    customers    INTEGER NOT NULL,
    PRIMARY KEY (database_key, month)
) STRICT, WITHOUT ROWID;

-- A small number for each product, category and brand: the sums of a month's products then lie on a few pages, and every transaction of a sync changes most of them.
CREATE TABLE IF NOT EXISTS activity_term_names (
    term_key     INTEGER PRIMARY KEY,
    database_key INTEGER NOT NULL,
    kind         INTEGER NOT NULL,           -- 1 product, 2 category, 3 brand
    integration  TEXT NOT NULL,              -- empty for brands
    term_id      TEXT NOT NULL,
    name         TEXT NOT NULL,              -- the last one seen
    UNIQUE (database_key, kind, integration, term_id)
) STRICT;

-- Sums of big transactions that are not in the three tables yet. They are added to them within a second or so of work, by the next small transaction, and before the program reads the tables.
CREATE TABLE IF NOT EXISTS activity_journal (
    journal_key INTEGER PRIMARY KEY,
    changes     BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS activity_terms (
    database_key INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    month        INTEGER NOT NULL,
    term_key     INTEGER NOT NULL,
    purchases    INTEGER NOT NULL,           -- that contain it
    PRIMARY KEY (database_key, kind, month, term_key)
) STRICT, WITHOUT ROWID;

-- For operators and tools: the published names, amounts as decimals, dates as yyyy-mm-dd, lists as JSON arrays, days since a purchase as of the last refresh.
DROP VIEW IF EXISTS master_data;

CREATE VIEW master_data AS
SELECT
    k.account AS account,
    k.database_id AS database_id,
    e.profile_id AS profile_id,
    e.email AS email,
    e.first_name AS first_name,
    e.last_name AS last_name,
    date(coalesce(r.completed_on, e.evaluated_on) + 1721425.5) AS as_of,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Products_30_Days'), '[]') AS ICOMMKT_Products_30_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Products_60_Days'), '[]') AS ICOMMKT_Products_60_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Products_90_Days'), '[]') AS ICOMMKT_Products_90_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Products_180_Days'), '[]') AS ICOMMKT_Products_180_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Products_360_Days'), '[]') AS ICOMMKT_Products_360_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Products_360_Plus_Days'), '[]') AS ICOMMKT_Products_360_Plus_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Categories_30_Days'), '[]') AS ICOMMKT_Categories_30_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Categories_60_Days'), '[]') AS ICOMMKT_Categories_60_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Categories_90_Days'), '[]') AS ICOMMKT_Categories_90_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Categories_180_Days'), '[]') AS ICOMMKT_Categories_180_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Categories_360_Days'), '[]') AS ICOMMKT_Categories_360_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Categories_360_Plus_Days'), '[]') AS ICOMMKT_Categories_360_Plus_Days,
    e.purchases_30 AS ICOMMKT_Purchases_30_Days,
    e.purchases_60 AS ICOMMKT_Purchases_60_Days,
    e.purchases_90 AS ICOMMKT_Purchases_90_Days,
    e.purchases_180 AS ICOMMKT_Purchases_180_Days,
    e.purchases_360 AS ICOMMKT_Purchases_360_Days,
    e.purchases_360_plus AS ICOMMKT_Purchases_360_Plus_Days,
    e.amount_30 / 10000.0 AS ICOMMKT_Amount_30_Days,
    e.amount_60 / 10000.0 AS ICOMMKT_Amount_60_Days,
    e.amount_90 / 10000.0 AS ICOMMKT_Amount_90_Days,
    e.amount_180 / 10000.0 AS ICOMMKT_Amount_180_Days,
    e.amount_360 / 10000.0 AS ICOMMKT_Amount_360_Days,
    e.amount_360_plus / 10000.0 AS ICOMMKT_Amount_360_Plus_Days,
    e.average_30 / 10000.0 AS ICOMMKT_Avg_Amount_30_Days,
    e.average_60 / 10000.0 AS ICOMMKT_Avg_Amount_60_Days,
    e.average_90 / 10000.0 AS ICOMMKT_Avg_Amount_90_Days,
    e.average_180 / 10000.0 AS ICOMMKT_Avg_Amount_180_Days,
    e.average_360 / 10000.0 AS ICOMMKT_Avg_Amount_360_Days,
    e.average_360_plus / 10000.0 AS ICOMMKT_Avg_Amount_360_Plus_Days,
    e.items_30 / 10000.0 AS ICOMMKT_Items_30_Days,
    e.items_60 / 10000.0 AS ICOMMKT_Items_60_Days,
    e.items_90 / 10000.0 AS ICOMMKT_Items_90_Days,
    e.items_180 / 10000.0 AS ICOMMKT_Items_180_Days,
    e.items_360 / 10000.0 AS ICOMMKT_Items_360_Days,
    e.items_360_plus / 10000.0 AS ICOMMKT_Items_360_Plus_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Coupons_30_Days'), '[]') AS ICOMMKT_Coupons_30_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Coupons_60_Days'), '[]') AS ICOMMKT_Coupons_60_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Coupons_90_Days'), '[]') AS ICOMMKT_Coupons_90_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Coupons_180_Days'), '[]') AS ICOMMKT_Coupons_180_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Coupons_360_Days'), '[]') AS ICOMMKT_Coupons_360_Days,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Coupons_360_Plus_Days'), '[]') AS ICOMMKT_Coupons_360_Plus_Days,
    nullif(e.rfm_30, 0) AS ICOMMKT_RFM_30_Days,
    nullif(e.rfm_60, 0) AS ICOMMKT_RFM_60_Days,
    nullif(e.rfm_90, 0) AS ICOMMKT_RFM_90_Days,
    nullif(e.rfm_180, 0) AS ICOMMKT_RFM_180_Days,
    nullif(e.rfm_360, 0) AS ICOMMKT_RFM_360_Days,
    nullif(e.rfm_360_plus, 0) AS ICOMMKT_RFM_360_Plus_Days,
    date(e.first_purchase_on + 1721425.5) AS ICOMMKT_First_Purchase_Date,
    date(e.last_purchase_on + 1721425.5) AS ICOMMKT_Last_Purchase_Date,
    coalesce(r.completed_on, e.evaluated_on) - e.first_purchase_on AS ICOMMKT_Days_Since_First_Purchase,
    coalesce(r.completed_on, e.evaluated_on) - e.last_purchase_on AS ICOMMKT_Days_Since_Last_Purchase,
    e.last_purchase_amount / 10000.0 AS ICOMMKT_Last_Purchase_Amount,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Last_Purchase_Brands'), '[]') AS ICOMMKT_Last_Purchase_Brands,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Last_Purchase_Categories'), '[]') AS ICOMMKT_Last_Purchase_Categories,
    coalesce(json_extract(l.lists, '$.ICOMMKT_Last_Purchase_Promo_Codes'), '[]') AS ICOMMKT_Last_Purchase_Promo_Codes,
    nullif(e.rfm_lifetime, 0) AS ICOMMKT_RFM,
    e.rfm_group AS ICOMMKT_RFM_Group,
    e.segment AS ICOMMKT_RFM_Segment,
    e.previous_segment AS ICOMMKT_RFM_Previous_Segment,
    date(e.segment_changed_on + 1721425.5) AS ICOMMKT_RFM_Segment_Changed_Date,
    e.problem AS problem
FROM enriched_profiles e
JOIN database_keys k ON k.database_key = e.database_key
LEFT JOIN enriched_lists l ON l.profile_key = e.profile_key
LEFT JOIN database_refreshes r ON r.account = k.account AND r.database_id = k.database_id;
