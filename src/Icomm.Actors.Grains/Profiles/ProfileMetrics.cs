using System.Diagnostics.Metrics;

namespace Icomm.Actors.Grains.Profiles;

/// <summary>How many profiles this silo keeps in memory.</summary>
public sealed class ProfileMetrics : IDisposable
{
    public const string MeterName = "Icomm.Actors.Profiles";

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _activations;

    public ProfileMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _active = _meter.CreateUpDownCounter<long>("icomm.profile.active", "{profile}", "Profiles in this silo's memory.");
        _activations = _meter.CreateCounter<long>("icomm.profile.activations", "{activation}", "Profiles read into this silo's memory.");
    }

    public void Dispose() => _meter.Dispose();

    internal void Activated()
    {
        _active.Add(1);
        _activations.Add(1);
    }

    internal void Deactivated() => _active.Add(-1);
}
