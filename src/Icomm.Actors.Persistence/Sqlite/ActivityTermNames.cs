using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>The table <c>activity_term_names</c>.</summary>
internal static class ActivityTermNames
{
    /// <summary>Gives new terms their numbers and writes names that changed, within the transaction.</summary>
    public static void Write(SqliteSession session, ActivityTerms terms)
    {
        foreach (var term in terms.TakeUnwritten())
        {
            if (term.Key == 0)
                Find(session, term);
            else
                Rename(session, term);
            term.HasNewName = false;
        }
    }

    private static void Find(SqliteSession session, ActivityTerms.Term term)
    {
        var select = Bind(session.Statement("SELECT term_key, name FROM activity_term_names WHERE database_key = ?1 AND kind = ?2 AND integration = ?3 AND term_id = ?4"), term.Id);
        string? stored;
        try
        {
            stored = select.Step() ? select.GetText(1) : null;
            term.Key = stored is null ? 0 : select.GetInt64(0);
        }
        finally
        {
            select.Reset();
        }

        if (stored is null)
        {
            Bind(session.Statement("INSERT INTO activity_term_names (database_key, kind, integration, term_id, name) VALUES (?1, ?2, ?3, ?4, ?5)"), term.Id).Bind(5, term.Name).Execute();
            term.Key = session.LastInsertRowId;
        }
        else if (!term.HasNewName)
        {
            term.Name = stored;
        }
        else if (term.Name != stored)
        {
            Rename(session, term);
        }
    }

    private static void Rename(SqliteSession session, ActivityTerms.Term term) =>
        session.Statement("UPDATE activity_term_names SET name = ?2 WHERE term_key = ?1").Bind(1, term.Key).Bind(2, term.Name).Execute();

    private static SqliteStatement Bind(SqliteStatement statement, in TermId term) =>
        statement.Bind(1, term.DatabaseKey).Bind(2, (long)term.Kind).Bind(3, term.Integration).Bind(4, term.Id);
}
