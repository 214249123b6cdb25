using System.Globalization;
using System.Net;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd.Shops;

/// <summary>Refreshes a database of a silo, over REST.</summary>
internal sealed class RefreshDriver(SiloProcess silo, string databaseId)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private string Path => $"/api/v1/databases/{databaseId}/refreshes";

    /// <returns>The refresh's id.</returns>
    public async Task<string> StartAsync(DateOnly asOf, bool? publish = null)
    {
        var day = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var body = publish is { } wish ? (object)new { asOf = day, publish = wish } : new { asOf = day };
        return (await silo.Api.PostAsync(Path, body)).Expect(HttpStatusCode.Accepted).GetProperty("refreshId").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string refreshId) => (await silo.Api.GetAsync($"{Path}/{refreshId}")).Expect(HttpStatusCode.OK);

    /// <summary>Waits for a refresh's end, which must be a success.</summary>
    public async Task<JsonElement> EndOfAsync(string refreshId)
    {
        var refresh = await Wait.UntilAsync(
            "refresh", $"refresh {refreshId}", "ended", Limit, () => GetAsync(refreshId), run => run.TryGetProperty("endedAt", out _), run => run.GetRawText(), Pause);
        Assert.True(refresh.GetProperty("outcome").GetString() == "succeeded", $"The refresh should have succeeded: {refresh.GetRawText()}\n{silo.Output}");
        return refresh;
    }

    public async Task<JsonElement> RefreshAsync(DateOnly asOf, bool? publish = null) => await EndOfAsync(await StartAsync(asOf, publish));

    public async Task<JsonElement> CurrentModelAsync() => (await silo.Api.GetAsync($"/api/v1/databases/{databaseId}/rfm-models/current")).Expect(HttpStatusCode.OK);

    /// <summary>Every profile as the last refresh left it.</summary>
    public Task<IReadOnlyList<ObservedProfile>> ProfilesAsync(DateOnly asOf) => ObservedProfile.AllRefreshedAsync(silo.Api, databaseId, asOf);

    public static TimeSpan Duration(JsonElement refresh) => refresh.GetProperty("endedAt").GetDateTimeOffset() - refresh.GetProperty("startedAt").GetDateTimeOffset();
}
