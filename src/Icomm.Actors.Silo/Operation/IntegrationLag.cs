using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Silo.Operation;

/// <summary>How long it is since an integration was last read with success.</summary>
internal sealed record IntegrationLag(string Account, string IntegrationId, string StoreType, DateTimeOffset Since, DateTimeOffset LateFrom)
{
    public static IntegrationLag Of(IntegrationRow row)
    {
        var definition = row.Record.Definition!;
        var since = row.Record.LastSuccessAt ?? row.Record.CreatedAt;
        return new(row.Account, row.IntegrationId, definition.StoreType, since, SyncSchedule.LateFrom(definition, since));
    }

    public TimeSpan Lag(DateTimeOffset now) => now > Since ? now - Since : TimeSpan.Zero;

    /// <summary>As a card warns of it.</summary>
    public bool IsLate(DateTimeOffset now) => now > LateFrom;
}
