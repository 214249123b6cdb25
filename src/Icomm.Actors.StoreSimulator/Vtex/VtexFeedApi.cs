using System.Globalization;
using System.Text.Json;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>The endpoints of Feed v3 (facts §3.4): its configuration, its events, their commitment.</summary>
internal sealed class VtexFeedApi(VtexFeed feed, VtexGate gate)
{
    private const string Resource = "Feed v3 and Hook Admin";
    private const string ConfigurationPath = "/api/orders/feed/config";
    private const string Path = "/api/orders/feed";
    private const int LargestLot = 10;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConfigurationPath, gate.Open(Resource, FindConfiguration));
        routes.MapPost(ConfigurationPath, gate.Open(Resource, ConfigureAsync));
        routes.MapDelete(ConfigurationPath, gate.Open(Resource, _ => feed.Delete()));
        routes.MapGet(Path, gate.Open(Resource, Read));
        routes.MapPost(Path, gate.Open(Resource, CommitAsync));
    }

    private void FindConfiguration(HttpContext context)
    {
        var found = feed.Find() ?? throw VtexException.NotFound();
        JsonAnswer.Write(context, StatusCodes.Status200OK, found, static (json, found) => found.Configuration.Write(json, found.Quantity));
    }

    private async Task ConfigureAsync(HttpContext context)
    {
        using var body = await ReadAsync(context);
        feed.Configure(VtexFeedConfiguration.Read(body.RootElement));
    }

    private void Read(HttpContext context)
    {
        if (!int.TryParse(context.Request.Query["maxlot"], NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most is < 1 or > LargestLot)
            throw VtexException.BadRequest($"maxlot must be between 1 and {LargestLot}");
        JsonAnswer.Write(context, StatusCodes.Status200OK, feed.Read(most), static (json, events) =>
        {
            json.WriteStartArray();
            foreach (var each in events) Write(json, each);
            json.WriteEndArray();
        });
    }

    private async Task CommitAsync(HttpContext context)
    {
        using var body = await ReadAsync(context);
        if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("handles", out var handles) || handles.ValueKind != JsonValueKind.Array)
            throw VtexException.BadRequest("handles is required");
        feed.Commit(handles.EnumerateArray().Select(handle => handle.GetString()!).ToHashSet(StringComparer.Ordinal));
    }

    private static void Write(Utf8JsonWriter json, VtexFeedEvent change)
    {
        json.WriteStartObject();
        json.WriteString("eventId"u8, change.Id);
        json.WriteString("handle"u8, change.Handle);
        json.WriteString("domain"u8, "Marketplace"u8);
        json.WriteString("state"u8, change.State);
        json.WriteString("lastState"u8, change.LastState);
        json.WriteString("orderId"u8, change.Part.OrderId);
        json.WriteString("lastChange"u8, Instant(change.LastChange));
        json.WriteString("currentChange"u8, Instant(change.Part.Order.UpdatedAt));
        json.WriteEndObject();
    }

    private static string Instant(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            throw VtexException.BadRequest("The body is not JSON");
        }
    }
}
