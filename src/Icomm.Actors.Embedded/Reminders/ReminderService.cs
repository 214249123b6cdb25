using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>
/// Sends the ticks of reminders. One silo, the oldest, does it for the cluster; when it goes, the next oldest reads the table and
/// goes on. Ticks that were due meanwhile are missed, as in Orleans.
/// </summary>
internal sealed class ReminderService(EmbeddedCluster cluster)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(GrainId Grain, string Name), ScheduledReminder> _scheduled = [];
    private EmbeddedSilo? _owner;
    private ITimer? _refresh;

    // Changes made while the table is being read are newer than what the read brings.
    private long _changes;

    public TimeProvider TimeProvider => cluster.Runner.TimeProvider;

    public async Task OnSiloStartedAsync(EmbeddedSilo silo, CancellationToken cancellationToken)
    {
        if (silo.ReminderTable is not { } table)
        {
            return;
        }

        await table.StartAsync(cancellationToken);
        if (TryTakeOver(silo, table))
        {
            await ReadTableAsync(silo, table);
        }
    }

    /// <summary>The silo crashed.</summary>
    public void OnSiloGone(EmbeddedSilo silo)
    {
        if (Release(silo))
        {
            PassOn();
        }
    }

    /// <summary>The silo stops: it sends no ticks from now on.</summary>
    public async Task OnSiloStoppingAsync(EmbeddedSilo silo)
    {
        OnSiloGone(silo);
        if (silo.ReminderTable is { } table)
        {
            await table.StopAsync();
        }
    }

    /// <summary>A reminder was registered or changed.</summary>
    public void Schedule(ReminderEntry entry)
    {
        lock (_gate)
        {
            _changes++;
            if (_owner is not null)
            {
                Set(entry);
            }
        }
    }

    /// <summary>A reminder was removed.</summary>
    public void Forget(GrainId grain, string name)
    {
        lock (_gate)
        {
            _changes++;
            if (_scheduled.Remove((grain, name), out var scheduled))
            {
                scheduled.Dispose();
            }
        }
    }

    /// <summary>Sends a tick, and lets the reminder wait for its next one when the grain has taken it.</summary>
    public void Tick(ScheduledReminder reminder)
    {
        if (_owner is { } owner)
        {
            // On the silo's queue: a crash of the silo ends it.
            _ = owner.Queue.RunAsync(() => TickAsync(owner, reminder));
        }
    }

    private async Task TickAsync(EmbeddedSilo owner, ScheduledReminder reminder)
    {
        var entry = reminder.Entry;
        try
        {
            var status = new TickStatus(entry.StartAt, entry.Period, TimeProvider.GetUtcNow().UtcDateTime);
            await owner.GrainFactory.GetGrain<IRemindable>(entry.GrainId).ReceiveReminder(entry.ReminderName, status);
        }
        catch (Exception exception)
        {
            owner.Log.ReminderFailed(exception, entry.ReminderName, entry.GrainId);
        }

        reminder.Next();
    }

    private bool Release(EmbeddedSilo silo)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_owner, silo))
            {
                return false;
            }

            _owner = null;
            _refresh?.Dispose();
            foreach (var scheduled in _scheduled.Values)
            {
                scheduled.Dispose();
            }

            _scheduled.Clear();
            return true;
        }
    }

    private void PassOn()
    {
        foreach (var silo in cluster.Silos)
        {
            if (silo.ReminderTable is { } table && TryTakeOver(silo, table))
            {
                RefreshSoon(silo, table);
                return;
            }
        }
    }

    private bool TryTakeOver(EmbeddedSilo silo, IReminderTable table)
    {
        lock (_gate)
        {
            if (_owner is not null)
            {
                return false;
            }

            _owner = silo;
            _refresh = cluster.Runner.CreateHousekeepingTimer(
                _ => RefreshSoon(silo, table), null, cluster.Options.ReminderRefreshPeriod);
            return true;
        }
    }

    private void RefreshSoon(EmbeddedSilo silo, IReminderTable table) =>
        _ = silo.Queue.RunAsync(async () =>
        {
            try
            {
                await ReadTableAsync(silo, table);
            }
            catch (Exception exception)
            {
                silo.Log.ReminderTableFailed(exception, cluster.Options.ReminderRefreshPeriod);
            }
        });

    private async Task ReadTableAsync(EmbeddedSilo silo, IReminderTable table)
    {
        long changesBefore;
        lock (_gate)
        {
            changesBefore = _changes;
        }

        // The whole ring: (x, x] wraps around to everything.
        var rows = (await table.ReadRows(0, 0)).Reminders;
        lock (_gate)
        {
            if (!ReferenceEquals(_owner, silo) || changesBefore != _changes)
            {
                return;
            }

            var known = rows.Select(row => (row.GrainId, row.ReminderName)).ToHashSet();
            foreach (var gone in _scheduled.Keys.Where(key => !known.Contains(key)).ToArray())
            {
                _scheduled[gone].Dispose();
                _scheduled.Remove(gone);
            }

            foreach (var row in rows)
            {
                Set(row);
            }
        }
    }

    private void Set(ReminderEntry entry)
    {
        if (_scheduled.TryGetValue((entry.GrainId, entry.ReminderName), out var scheduled))
        {
            if (scheduled.Entry.ETag == entry.ETag)
            {
                return;
            }

            scheduled.Dispose();
        }

        _scheduled[(entry.GrainId, entry.ReminderName)] = new ScheduledReminder(this, entry);
    }
}
