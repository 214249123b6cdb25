using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// What a write transaction adds to the sums of databases. The profiles of one page of orders touch the same months, products and categories again and again, so the sums are added up
/// here and written once, before the commit: either all of it is durable or none. The sums of a big transaction are noted in a journal, one row, and added to the tables with those of many others
/// later: a thousand products of one transaction would be a thousand rows to rewrite, which took as long as the profiles themselves.
/// </summary>
internal sealed class ActivityStage
{
    /// <summary>Transactions with no more sums than this go to the tables at once, and take the journal with them: it is empty when nothing much goes on.</summary>
    private const int MostWrittenAtOnce = 200;

    /// <summary>Sums in the journal, those of the same row counted each. Adding them up takes some tens of milliseconds.</summary>
    private const int MostInJournal = 100_000;

    private readonly List<(long DatabaseKey, ZonedActivity Activity)> _ofOperation = [];
    private readonly ActivityTally _tally = new();
    private int _inJournal;

    /// <summary>Adds what an operation has just written; nothing counts before <see cref="Keep"/>.</summary>
    public void Add(long databaseKey, ZonedActivity activity) => _ofOperation.Add((databaseKey, activity));

    /// <summary>The operation has succeeded.</summary>
    public void Keep()
    {
        foreach (var (databaseKey, activity) in _ofOperation)
            _tally.Add(databaseKey, activity);
        _ofOperation.Clear();
    }

    /// <summary>The operation has failed.</summary>
    public void Discard() => _ofOperation.Clear();

    /// <summary>The transaction has been undone.</summary>
    public void Forget()
    {
        _ofOperation.Clear();
        _tally.Forget();
    }

    /// <summary>Writes the sums within the transaction.</summary>
    public void Flush(SqliteSession session)
    {
        if (_tally.IsEmpty)
            return;
        ActivityTermNames.Write(session, _tally.Terms);
        var sums = _tally.Close();
        _inJournal += sums.Count;
        if (sums.Count <= MostWrittenAtOnce || _inJournal > MostInJournal)
        {
            ActivityTables.TakeJournal(session, sums);
            ActivityTables.Write(session, sums);
            _inJournal = 0;
        }
        else
        {
            ActivityTables.AddToJournal(session, sums);
        }

        _tally.Clear();
    }

    /// <summary>Adds what is in the journal to the tables: before they are read.</summary>
    public void WriteJournal(SqliteSession session)
    {
        var sums = new ActivitySums();
        ActivityTables.TakeJournal(session, sums);
        ActivityTables.Write(session, sums);
        _inJournal = 0;
    }
}
