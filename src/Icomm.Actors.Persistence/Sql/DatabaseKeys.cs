namespace Icomm.Actors.Persistence.Sql;

/// <summary>The small number that stands for an account's database in the rows of its profiles.</summary>
internal static class DatabaseKeys
{
    public const string Select = "SELECT database_key FROM database_keys WHERE account = ?1 AND database_id = ?2";

    public static bool TryFind(SqlSession session, string account, string database, out long key)
    {
        if (session.DatabaseKeys.TryGetValue((account, database), out key))
            return true;
        var select = session.Statement(Select).Bind(1, account).Bind(2, database);
        try
        {
            if (!select.Step())
                return false;
            key = select.GetInt64(0);
        }
        finally
        {
            select.Reset();
        }

        session.DatabaseKeys[(account, database)] = key;
        return true;
    }

    /// <summary>Only within a transaction that writes.</summary>
    public static long GetOrAdd(SqlSession session, string account, string database)
    {
        if (TryFind(session, account, database, out var key))
            return key;
        session.Statement("INSERT INTO database_keys (account, database_id) VALUES (?1, ?2) ON CONFLICT (account, database_id) DO NOTHING").Bind(1, account).Bind(2, database).Execute();
        return TryFind(session, account, database, out key) ? key : throw new InvalidOperationException("A row that was just made is missing.");
    }
}
