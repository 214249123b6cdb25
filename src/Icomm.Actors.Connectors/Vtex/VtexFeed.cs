using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// The feed of an application key (Feed v3, facts §3.4): a queue that names orders that have changed. A key has one. What is read stays out of sight for a while and comes again
/// unless it is committed.
/// </summary>
internal sealed partial class VtexFeed(VtexSession session, ILogger logger)
{
    /// <summary>How long VTEX keeps an event, and a feed without events: the longest that it allows.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromSeconds(1_209_600);

    private const int LargestLot = 10;
    private const int LongestHandle = 4_096;
    private const string ConfigurationPath = "api/orders/feed/config";

    /// <summary>Every change of every order: the other kind of feed follows the status alone, and an order that is given back stays invoiced.</summary>
    private const string EveryOrder = "orderId != \"\"";

    /// <summary>disableSingleFire: false would show an order once and never again (facts §3.7).</summary>
    private static readonly byte[] Configuration = JsonSerializer.SerializeToUtf8Bytes(new
    {
        filter = new { type = "FromOrders", expression = EveryOrder, disableSingleFire = true },
        queue = new { visibilityTimeoutInSeconds = 600, MessageRetentionPeriodInSeconds = (int)Retention.TotalSeconds },
    });

    public async Task<VtexFeedState> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await session.GetAsync(new VtexQuestion("feed_config", ConfigurationPath, VtexPermission.Feed), ReadConfiguration, cancellationToken);
        }
        catch (StoreException absent) when (absent.Problem.Code == "endpoint_not_found")
        {
            return VtexFeedState.Absent;
        }
        catch (StoreException refused) when (refused.Problem.Code == "permission_missing")
        {
            return VtexFeedState.Closed;
        }
    }

    /// <summary>Sets the feed up. Only for a key that has none: another program's would be lost.</summary>
    public Task ConfigureAsync(CancellationToken cancellationToken) =>
        session.PostAsync(new VtexQuestion("feed_config", ConfigurationPath, VtexPermission.Feed) { Body = Configuration }, cancellationToken);

    /// <summary>The next events, at most ten.</summary>
    /// <exception cref="StoreException"><c>endpoint_not_found</c>: the feed is gone.</exception>
    public Task<VtexFeedLot> ReadAsync(CancellationToken cancellationToken) =>
        session.GetAsync(new VtexQuestion("feed", $"api/orders/feed?maxlot={LargestLot}", VtexPermission.Feed), ReadEvents, cancellationToken);

    /// <summary>Takes events off the feed. What VTEX does not take (a handle that is too old) comes again, and is read again.</summary>
    public async Task CommitAsync(ImmutableArray<string> handles, CancellationToken cancellationToken)
    {
        if (handles.IsEmpty)
            return;
        try
        {
            await session.PostAsync(
                new VtexQuestion("feed_commit", "api/orders/feed", VtexPermission.Feed) { Body = JsonSerializer.SerializeToUtf8Bytes(new { handles }) }, cancellationToken);
        }
        catch (StoreException refused) when (refused.Problem.Code is "request_rejected" or "endpoint_not_found")
        {
            LogNotCommitted(logger, session.IntegrationId, handles.Length, refused.Problem.Code);
        }
    }

    private static VtexFeedState ReadConfiguration(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is no configuration of a feed");
        var filter = RecordJson.Part(document.RootElement, "filter", JsonValueKind.Object) ?? default;
        return RecordJson.Text(filter, "type") is not { } type ? VtexFeedState.Absent
            : type == "FromOrders" && RecordJson.Text(filter, "expression") == EveryOrder && RecordJson.Text(filter, "disableSingleFire") == "true" ? VtexFeedState.Ours
            : VtexFeedState.Others;
    }

    private static VtexFeedLot ReadEvents(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "it is no list of events");
        var lot = new VtexFeedLot();
        foreach (var each in document.RootElement.EnumerateArray())
        {
            var raw = VtexJson.Raw(each);
            if (Handle(each) is { } handle)
                lot.Handles.Add(handle);
            if (RecordJson.Text(each, "orderId") is not { Length: <= VtexOrderList.LongestId } id)
                lot.Unreadable.Add(new UnreadableRecord(null, "id_missing", "orderId is missing", raw));
            else if (lot.Orders.TrueForAll(order => order.OrderId != id))
                lot.Orders.Add((id, raw));
        }

        return lot;
    }

    /// <summary>A handle is opaque, and longer than other texts: about a thousand characters.</summary>
    private static string? Handle(JsonElement each) =>
        RecordJson.Find(each, "handle") is { ValueKind: JsonValueKind.String } handle && RecordJson.Unicode(handle) is { Length: > 0 and <= LongestHandle } text ? text : null;

    [LoggerMessage(3204, LogLevel.Warning, "vtex {IntegrationId}: {Count} events of the feed were not taken off it ({Code}); they will come again")]
    private static partial void LogNotCommitted(ILogger logger, string integrationId, int count, string code);
}

/// <summary>What a key's feed is to an integration.</summary>
internal enum VtexFeedState
{
    /// <summary>The key has no feed yet.</summary>
    Absent,

    /// <summary>It shows every change of every order.</summary>
    Ours,

    /// <summary>Another program set it up for itself.</summary>
    Others,

    /// <summary>The key's role lacks the permission.</summary>
    Closed,
}

/// <summary>Some events of a feed.</summary>
internal sealed class VtexFeedLot
{
    /// <summary>With which the events are committed.</summary>
    public List<string> Handles { get; } = [];

    /// <summary>Orders that the events name, each once, with the event's own text.</summary>
    public List<(string OrderId, string Raw)> Orders { get; } = [];

    public List<UnreadableRecord> Unreadable { get; } = [];

    public bool IsEmpty => Handles.Count == 0 && Orders.Count == 0 && Unreadable.Count == 0;
}
