using System.Runtime.InteropServices;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>Sums to be added to the tables <c>activity_*</c>, in the form of their rows.</summary>
internal sealed class ActivitySums
{
    /// <summary>What a whole unit is counted in: sums are kept in two columns, whole units and ten-thousandths beside them.</summary>
    public const long Unit = 10_000;

    private const byte Version = 1;

    public Dictionary<MonthKey, MonthSum> Months { get; } = [];

    public Dictionary<(long DatabaseKey, int Month), long> NewCustomers { get; } = [];

    public Dictionary<TermKey, long> Terms { get; } = [];

    /// <summary>Rows to write.</summary>
    public int Count => Months.Count + NewCustomers.Count + Terms.Count;

    public void Clear()
    {
        Months.Clear();
        NewCustomers.Clear();
        Terms.Clear();
    }

    /// <summary>Ten-thousandths, of a sum in two columns.</summary>
    public static Int128 Join(long whole, long rest) => (Int128)whole * Unit + rest;

    /// <summary>A row of the journal.</summary>
    public byte[] Encode()
    {
        using var bytes = new MemoryStream(16 * Count + 256);
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write7BitEncodedInt(Months.Count);
        foreach (var (key, sum) in Months)
        {
            writer.Write7BitEncodedInt64(key.DatabaseKey);
            writer.Write7BitEncodedInt(key.Month);
            writer.Write(key.Currency);
            writer.Write7BitEncodedInt64(sum.Purchases);
            Write(writer, sum.Amount);
            Write(writer, sum.Units);
        }

        writer.Write7BitEncodedInt(NewCustomers.Count);
        foreach (var ((databaseKey, month), customers) in NewCustomers)
        {
            writer.Write7BitEncodedInt64(databaseKey);
            writer.Write7BitEncodedInt(month);
            writer.Write7BitEncodedInt64(customers);
        }

        writer.Write7BitEncodedInt(Terms.Count);
        foreach (var (key, purchases) in Terms)
        {
            writer.Write7BitEncodedInt64(key.DatabaseKey);
            writer.Write((byte)key.Kind);
            writer.Write7BitEncodedInt(key.Month);
            writer.Write7BitEncodedInt64(key.Term);
            writer.Write7BitEncodedInt64(purchases);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Adds what <see cref="Encode"/> gave.</summary>
    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public void Add(byte[] encoded)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(encoded));
            if (reader.ReadByte() is not Version and var version)
                throw new PersistenceException(PersistenceErrors.RecordTooNew, $"A row of the activity journal has form {version}, which a newer version of this program wrote: run that version.");
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(Months, new MonthKey(reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt(), reader.ReadString()), out _);
                sum.Purchases += reader.Read7BitEncodedInt64();
                sum.Amount += ReadInt128(reader);
                sum.Units += ReadInt128(reader);
            }

            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                var key = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt());
                CollectionsMarshal.GetValueRefOrAddDefault(NewCustomers, key, out _) += reader.Read7BitEncodedInt64();
            }

            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                var key = new TermKey(reader.Read7BitEncodedInt64(), (PostedTermKind)reader.ReadByte(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64());
                CollectionsMarshal.GetValueRefOrAddDefault(Terms, key, out _) += reader.Read7BitEncodedInt64();
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new PersistenceException(PersistenceErrors.RecordUnreadable, "A row of the activity journal can't be read.", e);
        }
    }

    private static void Write(BinaryWriter writer, Int128 value)
    {
        writer.Write((long)(value >> 64));
        writer.Write((ulong)(value & ulong.MaxValue));
    }

    private static Int128 ReadInt128(BinaryReader reader)
    {
        var high = (Int128)reader.ReadInt64() << 64;
        return high + reader.ReadUInt64();
    }

    /// <param name="Month">100 * year + month.</param>
    internal readonly record struct MonthKey(long DatabaseKey, int Month, string Currency);

    /// <param name="Term">Of the table of names.</param>
    internal readonly record struct TermKey(long DatabaseKey, PostedTermKind Kind, int Month, long Term);

    internal struct MonthSum
    {
        public long Purchases;

        /// <summary>Ten-thousandths.</summary>
        public Int128 Amount;

        /// <summary>Ten-thousandths.</summary>
        public Int128 Units;

        public readonly bool IsZero => Purchases == 0 && Amount == 0 && Units == 0;
    }
}
