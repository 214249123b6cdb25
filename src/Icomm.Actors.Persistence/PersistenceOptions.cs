namespace Icomm.Actors.Persistence;

/// <summary>Where data lives and how it is written. Validated when it is registered.</summary>
public sealed record PersistenceOptions
{
    /// <summary>The folder that holds everything: database, keys, lock. Created when missing, readable by its owner only. With PostgreSQL it holds what must not lie beside the data: the keys.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the data is kept.</summary>
    public StoreProvider Provider { get; init; } = StoreProvider.Sqlite;

    /// <summary>Of PostgreSQL, as Npgsql reads it: <c>Host=…;Database=…;Username=…</c>. Needed with <see cref="StoreProvider.Postgres"/>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>A file that holds the password of PostgreSQL, in place of one in <see cref="ConnectionString"/>.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>What an acknowledged write survives.</summary>
    public Durability Durability { get; init; } = Durability.PowerLoss;

    /// <summary>Most operations in one transaction: 1 to 100,000.</summary>
    public int MaxWriteBatch { get; init; } = 2_048;

    /// <summary>Most operations waiting for a writer; more wait outside: 1 to 1,000,000.</summary>
    public int WriteQueueCapacity { get; init; } = 16_384;

    /// <summary>Connections that read profiles: 1 to 16.</summary>
    public int ProfileReaders { get; init; } = 2;

    /// <summary>Most transactions of profiles at a time: 1 to 16. A small one never begins beside another. PostgreSQL only: SQLite has one writer.</summary>
    public int ProfileWriters { get; init; } = 2;

    /// <summary>Most profiles read in one read transaction: 1 to 10,000.</summary>
    public int MaxReadBatch { get; init; } = 256;

    /// <summary>How long a lock of another program (a backup, an operator's shell) is waited for: 0 to 5 minutes.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Never prints the connection string: it may hold a password.</summary>
    public override string ToString() => $"{nameof(PersistenceOptions)} {Provider} {DataFolder}";

    /// <exception cref="PersistenceException">A value is out of its range.</exception>
    internal PersistenceOptions Validated()
    {
        Check(!string.IsNullOrWhiteSpace(DataFolder), nameof(DataFolder), "must be given");
        Check(Enum.IsDefined(Provider), nameof(Provider), "must be Sqlite or Postgres");
        Check(Provider != StoreProvider.Postgres || !string.IsNullOrWhiteSpace(ConnectionString), nameof(ConnectionString), "must be given with the provider Postgres");
        Check(Enum.IsDefined(Durability), nameof(Durability), "must be PowerLoss or ProcessCrash");
        Check(MaxWriteBatch is >= 1 and <= 100_000, nameof(MaxWriteBatch), "must be 1 to 100,000");
        Check(WriteQueueCapacity is >= 1 and <= 1_000_000, nameof(WriteQueueCapacity), "must be 1 to 1,000,000");
        Check(ProfileReaders is >= 1 and <= 16, nameof(ProfileReaders), "must be 1 to 16");
        Check(ProfileWriters is >= 1 and <= 16, nameof(ProfileWriters), "must be 1 to 16");
        Check(MaxReadBatch is >= 1 and <= 10_000, nameof(MaxReadBatch), "must be 1 to 10,000");
        Check(BusyTimeout >= TimeSpan.Zero && BusyTimeout <= TimeSpan.FromMinutes(5), nameof(BusyTimeout), "must be 0 to 5 minutes");
        return this;
    }

    private static void Check(bool holds, string option, string rule)
    {
        if (!holds)
            throw new PersistenceException(PersistenceErrors.InvalidOptions, $"{nameof(PersistenceOptions)}.{option} {rule}.");
    }
}

/// <summary>Kinds of databases.</summary>
public enum StoreProvider
{
    /// <summary>One file in the data folder: for one silo.</summary>
    Sqlite,

    /// <summary>A server that several silos share: PostgreSQL 15 or later.</summary>
    Postgres,
}

/// <summary>
/// What an acknowledged write survives. Either way nothing is ever half-written, and since profiles and checkpoints share one log, a lost tail
/// loses both together: a sync goes on from where the database really is.
/// </summary>
public enum Durability
{
    /// <summary>
    /// A killed process; not the last moments before a power cut, in which an integration or an erasure that was confirmed to a person could be lost.
    /// SQLite's <c>synchronous=NORMAL</c>, PostgreSQL's <c>synchronous_commit=off</c>.
    /// </summary>
    ProcessCrash,

    /// <summary>
    /// A power cut as well: the disk confirms every commit. SQLite's <c>synchronous=FULL</c>. The default, because group commit makes it cheap: one confirmation serves
    /// hundreds of writes. Measured on two cores and a virtual disk, rows of 700 bytes rewritten at random: 46 against 45 thousand a second in batches of 500,
    /// 32 against 38 thousand in batches of 64.
    /// </summary>
    PowerLoss,
}
