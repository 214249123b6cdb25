using System.Globalization;
using Icomm.Actors.Persistence.Transfer;

namespace Icomm.Actors.Silo.Commands;

/// <summary>Says once a second how far it has come.</summary>
internal sealed class ConsoleProgress(TimeProvider time) : IProgress<TransferProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _last = time.GetTimestamp();

    public void Report(TransferProgress value)
    {
        if (time.GetElapsedTime(_last) < Pause)
            return;
        _last = time.GetTimestamp();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Table}: {value.Rows:N0} rows {value.Stage.ToString().ToLowerInvariant()}"));
    }
}
