using Icomm.Actors.Persistence.Tests.Compliance;
using Icomm.Actors.Persistence.Tests.Sqlite;
using Icomm.Actors.Persistence.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Persistence.Tests.Transfer;

/// <summary>Exports and imports between fixtures.</summary>
internal static class Transfers
{
    /// <summary>So small that every table that has some rows has several parts.</summary>
    public const long SmallParts = 8_000;

    private static readonly IProgress<TransferProgress> Unheard = new Silence();

    public static Task<TransferReport> ExportAsync(StoreFixture store, string folder, bool replaceZeros = false, CancellationToken cancellationToken = default, Action<TransferHooks>? hooks = null)
    {
        var export = store.Services.GetRequiredService<DatabaseExport>();
        export.PartBytes = SmallParts;
        Hang(export.Hooks, hooks);
        return export.RunAsync(folder, replaceZeros, Unheard, cancellationToken);
    }

    public static Task<TransferReport> ImportAsync(StoreFixture store, string folder, CancellationToken cancellationToken = default, Action<TransferHooks>? hooks = null)
    {
        var import = store.Services.GetRequiredService<DatabaseImport>();
        Hang(import.Hooks, hooks);
        return import.RunAsync(folder, Unheard, cancellationToken);
    }

    /// <summary>Gives a data folder that has not been opened yet the keys of another.</summary>
    public static PersistenceOptions WithKeysOf(this PersistenceOptions options, string folder)
    {
        Directory.CreateDirectory(Path.Combine(options.DataFolder, "keys"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "keys")).Append(Path.Combine(folder, "identity.key")))
            File.Copy(file, Path.Combine(options.DataFolder, Path.GetRelativePath(folder, file)));
        return options;
    }

    public static SqliteFixture TargetOf(SqliteFixture source) => new(options => options.WithKeysOf(source.Folder));

    /// <summary>Runs until it ends well, whatever breaks off; each time in a new process, as it were.</summary>
    /// <param name="run">Given what to hang a failure on.</param>
    /// <param name="inMidPart">Whether it breaks off between rows, or between parts.</param>
    /// <param name="failAfter">By attempt: after how many of them.</param>
    /// <returns>How often it broke off.</returns>
    public static async Task<int> UntilDoneAsync(StoreFixture store, Func<Action<TransferHooks>, Task> run, bool inMidPart, Func<int, int> failAfter)
    {
        for (var attempt = 0; ; attempt++)
        {
            await store.ReopenAsync();
            var left = failAfter(attempt);
            try
            {
                await run(hooks =>
                {
                    if (inMidPart)
                        hooks.OnRow = Fail;
                    else
                        hooks.OnPart = Fail;
                });
                return attempt;

                void Fail()
                {
                    if (left-- == 0)
                        throw new BrokenOff();
                }
            }
            catch (BrokenOff)
            {
                Assert.True(attempt < 1_000, "It never ends.");
            }
        }
    }

    private static void Hang(TransferHooks own, Action<TransferHooks>? hooks)
    {
        (own.OnRow, own.OnPart) = (null, null);
        hooks?.Invoke(own);
    }

    internal sealed class BrokenOff : Exception;

    private sealed class Silence : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
        }
    }
}
