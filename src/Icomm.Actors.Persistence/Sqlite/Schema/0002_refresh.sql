-- The daily refresh: master data, models, refreshes, publications, and the sums of what customers buy. The column databases.version is added by SqliteMigrations.
SELECT 1;
