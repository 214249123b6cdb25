using System.Globalization;
using Icomm.Actors.Testing.Outside.Oracle;

namespace Icomm.Actors.EndToEnd.Oracle;

/// <summary>The R package's table by brute force: one order a row, the e-mail made of the name as the simulator documents it.</summary>
internal static class RfmOrdersFile
{
    public static IReadOnlyList<OracleOrder> Read(string path) => [.. CsvText.Read(path).Skip(1).Select(fields => new OracleOrder
    {
        Email = EmailOf(fields[0]),
        PlacedAt = DateTime.SpecifyKind(DateTime.ParseExact(fields[1], "yyyy-MM-dd", CultureInfo.InvariantCulture).AddHours(12), DateTimeKind.Utc),
        IsPurchase = true,
        Net = decimal.Parse(fields[2], CultureInfo.InvariantCulture),
        Lines = [],
    })];

    public static string EmailOf(string name) => $"{name.ToLowerInvariant().Replace(' ', '.')}@rfm-orders.example";
}
