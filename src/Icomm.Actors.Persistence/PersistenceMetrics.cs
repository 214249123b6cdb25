using System.Diagnostics.Metrics;

namespace Icomm.Actors.Persistence;

/// <summary>The meter <c>Icomm.Actors.Persistence</c>.</summary>
public sealed class PersistenceMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Icomm.Actors.Persistence";

    private readonly Func<int> _queueLength;
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<int> _writeBatch;
    private readonly Histogram<int> _readBatch;
    private readonly Histogram<double> _commit;
    private long _transactions;
    private long _readTransactions;

    internal PersistenceMetrics(Func<int> queueLength)
    {
        _queueLength = queueLength;
        _writeBatch = _meter.CreateHistogram<int>("icomm.persistence.write.batch", "{operation}", "Operations in one write transaction.");
        _readBatch = _meter.CreateHistogram<int>("icomm.persistence.read.batch", "{read}", "Profiles read in one read transaction.");
        _commit = _meter.CreateHistogram<double>("icomm.persistence.write.duration", "s", "From the beginning of a write transaction to its confirmed commit.");
        _meter.CreateObservableGauge("icomm.persistence.write.queue", queueLength, "{operation}", "Operations waiting for the writer.");
    }

    /// <summary>Operations waiting for the writer.</summary>
    public int QueueLength => _queueLength();

    /// <summary>Write transactions committed since start.</summary>
    public long WriteTransactions => Interlocked.Read(ref _transactions);

    /// <summary>Read transactions for profiles since start.</summary>
    public long ReadTransactions => Interlocked.Read(ref _readTransactions);

    public void Dispose() => _meter.Dispose();

    internal void Committed(int operations, TimeSpan duration)
    {
        Interlocked.Increment(ref _transactions);
        _writeBatch.Record(operations);
        _commit.Record(duration.TotalSeconds);
    }

    internal void Read(int count)
    {
        Interlocked.Increment(ref _readTransactions);
        _readBatch.Record(count);
    }
}
