namespace Icomm.Actors.Persistence.Sql;

/// <summary>
/// A statement of either dialect. Its text is the same in both: parameters are numbered from 1 (<c>?1</c>), columns from 0. Used by one thread at a time, and one at a time of a session that is
/// to run on PostgreSQL: a connection reads one result after the other.
/// </summary>
internal abstract class SqlStatement : IDisposable
{
    public abstract SqlStatement Bind(int parameter, long value);

    public abstract SqlStatement Bind(int parameter, long? value);

    public abstract SqlStatement Bind(int parameter, string? value);

    public abstract SqlStatement Bind(int parameter, ReadOnlySpan<byte> blob);

    /// <summary>A list, to be asked for by <see cref="SqlSession.AmongKeys"/>.</summary>
    public abstract SqlStatement Bind(int parameter, IReadOnlyCollection<long> keys);

    /// <summary>A list, to be asked for by <see cref="SqlSession.AmongTexts"/>.</summary>
    public abstract SqlStatement Bind(int parameter, IReadOnlyCollection<string> texts);

    /// <summary>Text that must come back to the last character, whatever a store put into it: for a column that is read by <see cref="GetUtf8"/>.</summary>
    public abstract SqlStatement BindUtf8(int parameter, ReadOnlySpan<byte> text);

    public abstract SqlStatement BindBlobOrNull(int parameter, byte[]? blob);

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public abstract int Execute();

    /// <summary>Goes to the next row. The caller ends with <see cref="Reset"/>.</summary>
    public abstract bool Step();

    /// <summary>0 for null.</summary>
    public abstract long GetInt64(int column);

    /// <summary>0 for null.</summary>
    public abstract int GetInt32(int column);

    /// <summary>What a condition came to.</summary>
    public abstract bool GetBoolean(int column);

    public abstract bool IsNull(int column);

    /// <summary>Runs a statement that gives one number, or none, which is 0.</summary>
    public long ReadInt64()
    {
        try
        {
            return Step() ? GetInt64(0) : 0;
        }
        finally
        {
            Reset();
        }
    }

    public long? GetInt64OrNull(int column) => IsNull(column) ? null : GetInt64(column);

    public abstract string GetText(int column);

    public string? GetTextOrNull(int column) => IsNull(column) ? null : GetText(column);

    /// <summary>A text's bytes, valid until the next step; none for null.</summary>
    public abstract ReadOnlySpan<byte> GetUtf8(int column);

    public abstract byte[] GetBlob(int column);

    /// <summary>Makes it ready to run again, and lets go of what it read. Bound values stay: every use binds all of them.</summary>
    public abstract void Reset();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
