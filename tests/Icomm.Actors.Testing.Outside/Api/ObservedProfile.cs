using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Testing.Outside.Api;

/// <summary>A profile as the API shows it.</summary>
/// <param name="Orders">0 in answers from the last refresh, which don't say.</param>
internal sealed record ObservedProfile(string Id, string Email, int Orders, JsonElement Json)
{
    public JsonElement Lifetime => Json.GetProperty("lifetime");

    public JsonElement Indicators => Json.GetProperty("indicators");

    /// <summary>Everything but the id, which is another in every installation.</summary>
    public string Content => string.Join('\n', Json.EnumerateObject().Where(property => property.Name != "id").Select(property => $"{property.Name}: {property.Value.GetRawText()}"));

    public decimal Number(string indicator) => Indicators.GetProperty(indicator).GetDecimal();

    /// <summary>All profiles of a database, page by page.</summary>
    public static async Task<IReadOnlyList<ObservedProfile>> AllAsync(ApiClient api, string databaseId, DateOnly asOf, int limit = 1000)
    {
        var all = new List<ObservedProfile>();
        string? cursor = null;
        do
        {
            var day = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var page = (await api.GetAsync($"/api/v1/databases/{databaseId}/profiles?asOf={day}&limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}")).Expect(HttpStatusCode.OK);
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(Read));
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        if (!all.Select(profile => profile.Id).SequenceEqual(all.Select(profile => profile.Id).Distinct().Order(StringComparer.Ordinal)))
            throw new UnexpectedException("The pages of profiles are not in the order of their ids, or show one twice.");
        return all;
    }

    /// <summary>All profiles of a database as the last refresh left them, sorted by e-mail.</summary>
    public static async Task<IReadOnlyList<ObservedProfile>> AllRefreshedAsync(ApiClient api, string databaseId, DateOnly asOf)
    {
        var all = new List<ObservedProfile>();
        string? cursor = null;
        do
        {
            var page = (await api.GetAsync($"/api/v1/databases/{databaseId}/profiles?sort=Email&limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}")).Expect(HttpStatusCode.OK);
            if (page.GetProperty("asOf").GetString() is var day && day != asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                throw new UnexpectedException($"The profiles should be as of {asOf:yyyy-MM-dd}; they are as of {day}.");
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(Read));
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        if (all.DistinctBy(profile => profile.Id).Count() != all.Count)
            throw new UnexpectedException("The pages of profiles show one twice.");
        return all;
    }

    public static ObservedProfile Read(JsonElement profile) => new(
        profile.GetProperty("id").GetString()!,
        profile.TryGetProperty("email", out var email) ? email.GetString()! : "",
        profile.TryGetProperty("orders", out var orders) ? orders.GetInt32() : 0,
        profile);
}
