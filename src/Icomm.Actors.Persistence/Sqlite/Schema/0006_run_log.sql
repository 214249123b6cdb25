-- What merchants filter runs by (started_by, problem_code) and how far each came (stages) are columns that are added before this. Runs that failed before had their problem in a message alone.
UPDATE sync_runs
SET problem_code = (
    SELECT json_extract(message.value, '$.code')
    FROM json_each(sync_runs.messages) AS message
    WHERE json_extract(message.value, '$.level') = 'Error'
    ORDER BY message.key DESC
    LIMIT 1)
WHERE outcome = 'Failed' AND problem_code IS NULL;
