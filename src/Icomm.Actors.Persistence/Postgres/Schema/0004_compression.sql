-- Values of more than two kilobytes are compressed, and profiles grow to that soon. PostgreSQL's own method takes several times the processor's time of LZ4 for little less room.
-- A server that was built without LZ4 keeps its own; rows that are there stay as they are until they are written again.
DO $$
BEGIN
    ALTER TABLE profiles ALTER COLUMN state SET COMPRESSION lz4;
    ALTER TABLE activity_journal ALTER COLUMN changes SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
