namespace Icomm.Actors.Persistence.Sql;

/// <summary>Rows that are written and deleted by the version that is expected of them.</summary>
internal static class VersionedRows
{
    /// <param name="write">Inserts or updates the row when it has the expected version.</param>
    /// <param name="versionOf">Reads the row's version.</param>
    public static VersionedWrite Write(SqlStatement write, long expectedVersion, SqlStatement versionOf) =>
        write.Execute() == 1 ? new VersionedWrite(true, expectedVersion + 1) : new VersionedWrite(false, versionOf.ReadInt64());

    /// <summary>A row that is not there is deleted already, when none is expected.</summary>
    /// <param name="delete">Deletes the row when it has the expected version.</param>
    /// <param name="versionOf">Reads the row's version.</param>
    public static VersionedWrite Delete(SqlStatement delete, long expectedVersion, SqlStatement versionOf)
    {
        if (delete.Execute() == 1)
            return new VersionedWrite(true, 0);
        var stored = versionOf.ReadInt64();
        return new VersionedWrite(stored == 0 && expectedVersion == 0, stored);
    }
}
