using System.Globalization;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>What is asked of Master Data about customers, whichever way (facts §3.5).</summary>
internal static class VtexCustomerQuery
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Customers created or changed between two seconds (Unix, UTC), the last one read to its end.</summary>
    public static string Of(long from, long until)
    {
        var (first, last) = (Text(from), Text(until + 1));
        var where = $"(createdIn between {first} AND {last}) OR (updatedIn between {first} AND {last})";
        return $"_fields={VtexCustomerDecoder.Fields}&_where={Uri.EscapeDataString(where)}";
    }

    private static string Text(long second) => DateTimeOffset.FromUnixTimeSeconds(second).ToString(Format, CultureInfo.InvariantCulture);
}
