using System.Text.Json;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>What a feed was set up to show, and how its queue keeps it (facts §3.4, §3.7).</summary>
/// <param name="Type">FromWorkflow: changes of an order's status. FromOrders: every change of an order.</param>
/// <param name="Statuses">FromWorkflow: the statuses shown.</param>
/// <param name="Expression">FromOrders: JSONata. The simulator knows none: it takes <see cref="EveryOrder"/> alone.</param>
/// <param name="DisableSingleFire">FromOrders: false shows an order once and never again.</param>
internal sealed record VtexFeedConfiguration(
    string Type, IReadOnlyList<string> Statuses, string? Expression, bool DisableSingleFire, TimeSpan Visibility, TimeSpan Retention)
{
    public const string FromWorkflow = "FromWorkflow";
    public const string FromOrders = "FromOrders";

    /// <summary>What every order meets.</summary>
    public const string EveryOrder = "orderId != \"\"";

    private static readonly TimeSpan LeastRetention = TimeSpan.FromSeconds(345_600);
    private static readonly TimeSpan MostRetention = TimeSpan.FromSeconds(1_209_600);

    /// <exception cref="VtexException">The configuration is refused.</exception>
    public static VtexFeedConfiguration Read(JsonElement root)
    {
        var filter = Part(root, "filter");
        var queue = Part(root, "queue");
        var type = Property(filter, "type")?.GetString();
        var statuses = Property(filter, "status") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(status => status.GetString()!).ToArray() : [];
        var expression = Property(filter, "expression")?.GetString();
        var single = Property(filter, "disableSingleFire")?.GetBoolean();
        if (type is not (FromWorkflow or FromOrders)) throw VtexException.BadRequest("filter.type is invalid");
        if (statuses.Length > 0 && (expression is not null || single is not null)) throw new VtexException(StatusCodes.Status409Conflict, "status can't be used with expression or disableSingleFire");
        if (type == FromOrders && expression != EveryOrder) throw VtexException.BadRequest("The simulator knows no such expression");
        var visibility = Seconds(queue, "visibilityTimeoutInSeconds");
        var retention = Seconds(queue, "MessageRetentionPeriodInSeconds");
        return retention < LeastRetention || retention > MostRetention
            ? throw VtexException.BadRequest("MessageRetentionPeriodInSeconds must be between 345600 and 1209600")
            : new VtexFeedConfiguration(type, statuses, expression, single ?? false, visibility, retention);
    }

    public void Write(Utf8JsonWriter json, int quantity)
    {
        json.WriteStartObject();
        json.WriteStartObject("filter"u8);
        json.WriteString("type"u8, Type);
        if (Type == FromWorkflow)
        {
            json.WriteStartArray("status"u8);
            foreach (var status in Statuses) json.WriteStringValue(status);
            json.WriteEndArray();
        }
        else
        {
            json.WriteString("expression"u8, Expression);
            json.WriteBoolean("disableSingleFire"u8, DisableSingleFire);
        }

        json.WriteEndObject();
        json.WriteStartObject("queue"u8);
        json.WriteNumber("visibilityTimeoutInSeconds"u8, (long)Visibility.TotalSeconds);
        json.WriteNumber("messageRetentionPeriodInSeconds"u8, (long)Retention.TotalSeconds);
        json.WriteEndObject();
        json.WriteNumber("quantity"u8, quantity);
        json.WriteEndObject();
    }

    private static JsonElement Part(JsonElement root, string name) =>
        Property(root, name) is { ValueKind: JsonValueKind.Object } part ? part : throw VtexException.BadRequest($"{name} is required");

    /// <summary>The schema writes the retention's name with a capital, the guide without: both are taken.</summary>
    private static JsonElement? Property(JsonElement element, string name) => element.ValueKind != JsonValueKind.Object
        ? null
        : element.EnumerateObject().Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(property => (JsonElement?)property.Value).FirstOrDefault();

    private static TimeSpan Seconds(JsonElement queue, string name) =>
        Property(queue, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw VtexException.BadRequest($"queue.{name} is required");
}
