using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Silo.Operation;

/// <summary>How long it is since an integration was last read with success.</summary>
internal sealed record IntegrationLag(string Account, string IntegrationId, string StoreType, DateTimeOffset Since, TimeSpan Interval)
{
    public static IntegrationLag Of(IntegrationRow row) =>
        new(row.Account, row.IntegrationId, row.Record.Definition!.StoreType, row.Record.LastSuccessAt ?? row.Record.CreatedAt, row.Record.Definition.Interval);

    public TimeSpan Lag(DateTimeOffset now) => now > Since ? now - Since : TimeSpan.Zero;

    /// <summary>As a card warns of it: older than twice the interval.</summary>
    public bool IsLate(DateTimeOffset now) => Lag(now) > 2 * Interval;
}
