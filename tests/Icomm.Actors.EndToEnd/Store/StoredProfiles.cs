using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.EndToEnd.Store;

/// <summary>The rows themselves, read from the database file of a silo that doesn't run.</summary>
internal static class StoredProfiles
{
    /// <summary>One row of <c>profiles</c>.</summary>
    public sealed record Row(long Version, long Orders, long Purchases, long? FirstPurchaseAt, long? LastPurchaseAt, string? Email, string StateHash)
    {
        /// <summary>What an undisturbed sync must have in common with any other: everything but how often the row was written and when it was read.</summary>
        public object Content => new { Orders, Purchases, FirstPurchaseAt, LastPurchaseAt, Email };
    }

    /// <returns>By profile id.</returns>
    public static IReadOnlyDictionary<string, Row> Read(string dataFolder)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(dataFolder, "icomm.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT profile_id, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, state FROM profiles";
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, Row>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0), new Row(
                reader.GetInt64(1),
                reader.GetInt64(2),
                reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetInt64(4),
                reader.IsDBNull(5) ? null : reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetString(6),
                Convert.ToHexString(SHA256.HashData((byte[])reader[7]))));
        }

        return rows;
    }
}
