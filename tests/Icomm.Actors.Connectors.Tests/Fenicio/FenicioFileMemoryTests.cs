using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>A file of any size is read in the same memory. Alone: what other tests hold at the time would be counted.</summary>
[Collection(nameof(FenicioFileMemoryTests))]
public sealed class FenicioFileMemoryTests
{
    [Fact]
    public async Task Memory_does_not_grow_with_the_file()
    {
        const int Megabytes = 64;
        var shop = new GeneratedSource { Orders = 2_000, Customers = 200, Products = 50, End = new DateTime(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc) }.Build(TimeProvider.System);
        await using var file = new RepeatedReport(FenicioCsv.Write(shop), Megabytes * 1_048_576L);
        await using var harness = new ConnectorHarness();
        var connector = (IFileConnector)harness.Registry.Get("fenicio");
        var rows = 0;
        long? first = null;
        var growth = 0L;

        await foreach (var _ in connector.ReadRowsAsync(FenicioFiles.Connection, file, CancellationToken.None))
        {
            if (++rows % 25_000 == 0)
            {
                var held = GC.GetTotalMemory(forceFullCollection: true);
                growth = Math.Max(growth, held - (first ??= held));
            }
        }

        Assert.True(rows > 75_000, $"only {rows} rows were read");
        Assert.InRange(growth, 0, 4 * 1_048_576);
    }

    /// <summary>A report again and again, without its first line after the first time.</summary>
    private sealed class RepeatedReport(byte[] report, long bytes) : MemoryStream(report)
    {
        private readonly long _rows = Array.IndexOf(report, (byte)'\n') + 1;
        private long _read;

        public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            if (Position == Length && _read < bytes)
                Position = _rows;
            var read = Read(destination.Span);
            _read += read;
            return new(read);
        }
    }
}

[CollectionDefinition(nameof(FenicioFileMemoryTests), DisableParallelization = true)]
public sealed class FenicioFileMemoryCollection;
