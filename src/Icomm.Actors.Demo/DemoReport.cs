using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Silo.Contracts;
using Spectre.Console;

namespace Icomm.Actors.Demo;

/// <summary>What the sync and the refresh did, and what three of the customers look like now.</summary>
internal static class DemoReport
{
    private static readonly string[] Windows = ["30", "60", "90", "180", "360", "360_Plus"];

    public static void PrintFailure(RunResponse run)
    {
        foreach (var message in run.Messages)
            AnsiConsole.MarkupLineInterpolated($"[red]{message.Code}[/] {message.Text}");
    }

    public static async Task PrintAsync(DemoApi api, DatabaseResponse database, RunResponse run, TimeSpan elapsed, RefreshResponse refresh)
    {
        var profiles = await AllProfilesAsync(api, database.Id, refresh.AsOf);
        var orders = profiles.Sum(profile => profile.Orders ?? 0L);
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated(
            $"[green]{orders:N0} orders[/] of {profiles.Count:N0} customers in {elapsed.TotalSeconds:N1} s ({orders / elapsed.TotalSeconds:N0} orders a second, {run.Counters.Read:N0} records read, {run.Counters.Rejected:N0} rejected)");

        AnsiConsole.MarkupLineInterpolated(
            $"[green]{refresh.Counters.Rescored:N0} profiles[/] refreshed and scored as of {refresh.AsOf:yyyy-MM-dd} in {(refresh.EndedAt!.Value - refresh.StartedAt).TotalSeconds:N1} s");
        AnsiConsole.Write(Segments(refresh, database.Currency));

        foreach (var profile in profiles.OrderByDescending(profile => profile.Lifetime!.Purchases).ThenBy(profile => profile.Id, StringComparer.Ordinal).Take(3))
            AnsiConsole.Write(Describe(profile));
    }

    private static async Task<List<ProfileResponse>> AllProfilesAsync(DemoApi api, string databaseId, DateOnly asOf)
    {
        var all = new List<ProfileResponse>();
        for (string? cursor = null; ;)
        {
            var page = await api.ListProfilesAsync(databaseId, asOf, cursor);
            all.AddRange(page.Items);
            if ((cursor = page.NextCursor) is null)
                return all;
        }
    }

    private static Table Segments(RefreshResponse refresh, string currency)
    {
        var table = new Table().Border(TableBorder.Horizontal).AddColumn("segment").AddColumn(new TableColumn("customers").RightAligned())
            .AddColumn(new TableColumn("purchases").RightAligned()).AddColumn(new TableColumn(currency).RightAligned());
        foreach (var segment in refresh.Segments)
            table.AddRow(segment.Segment, Number(segment.Customers), Number(segment.Purchases), Number(segment.Amount));
        return table;

        static string Number(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);
    }

    private static Table Describe(ProfileResponse profile)
    {
        // Without vertical lines six windows of a large customer fit into 80 characters.
        var table = new Table().Border(TableBorder.Horizontal).Title(Markup.Escape($"{profile.Email} as of {profile.AsOf:yyyy-MM-dd}")).AddColumn(new TableColumn("days").NoWrap());
        foreach (var window in Windows)
            table.AddColumn(new TableColumn(window.Replace("_Plus", "+", StringComparison.Ordinal)).RightAligned().NoWrap());
        foreach (var metric in (string[])["Purchases", "Items", "Amount", "Avg_Amount", "RFM"])
            table.AddRow([metric, .. Windows.Select(window => Text(profile.Indicators!.GetValueOrDefault($"ICOMMKT_{metric}_{window}_Days")))]);
        table.AddRow(["Products", .. Windows.Select(window => Count(profile.Indicators!.GetValueOrDefault($"ICOMMKT_Products_{window}_Days")))]);
        table.Caption(Markup.Escape(
            $"{Text(profile.Indicators!["ICOMMKT_RFM_Segment"])}, first {Text(profile.Indicators["ICOMMKT_First_Purchase_Date"])}, last {Text(profile.Indicators["ICOMMKT_Last_Purchase_Date"])}, lifetime {profile.Lifetime!.Amount.ToString("N2", CultureInfo.InvariantCulture)} {profile.Currency}"));
        return table;
    }

    private static string Text(object? value) => value is JsonElement { ValueKind: not JsonValueKind.Null } json
        ? json.ValueKind == JsonValueKind.Number ? json.GetDecimal().ToString("#,0.##", CultureInfo.InvariantCulture) : json.ToString()
        : "–";

    private static string Count(object? value) => value is JsonElement { ValueKind: JsonValueKind.Array } json ? json.GetArrayLength().ToString(CultureInfo.InvariantCulture) : "–";
}
