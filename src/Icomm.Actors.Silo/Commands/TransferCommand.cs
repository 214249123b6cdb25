using System.Globalization;
using System.Runtime.InteropServices;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Transfer;

namespace Icomm.Actors.Silo.Commands;

/// <summary>Runs <c>export</c> or <c>import</c> with the silo's settings, and without a silo.</summary>
internal static class TransferCommand
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var (command, problem) = TransferCommandLine.Parse(args);
        if (command is null)
        {
            await (problem is null ? Console.Out : Console.Error).WriteLineAsync(problem is null ? TransferCommandLine.Usage : $"{problem} Try --help.");
            return problem is null ? Done : WrongUsage;
        }

        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using var services = Services(command.Settings);
            var (progress, report) = (new ConsoleProgress(TimeProvider.System), default(TransferReport)!);
            if (command.Verb == TransferVerb.Export)
                report = await services.GetRequiredService<DatabaseExport>().RunAsync(command.Folder, command.ReplaceZeros, progress, stop.Token);
            else
                report = await services.GetRequiredService<DatabaseImport>().RunAsync(command.Folder, progress, stop.Token);
            await WriteAsync(command, report);
            return Done;
        }
        catch (PersistenceException e)
        {
            await Console.Error.WriteLineAsync($"{e.Code}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"interrupted: run the same {args[0]} again, it goes on.");
        }

        return Failed;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static ServiceProvider Services(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        var persistence = builder.Configuration.GetSection("Persistence").Get<PersistenceOptions>() ?? throw new PersistenceException(PersistenceErrors.InvalidOptions, "The section Persistence is missing.");
        return new ServiceCollection().AddLogging().AddIcommPersistence(persistence).BuildServiceProvider();
    }

    private static async Task WriteAsync(TransferCommandLine command, TransferReport report)
    {
        foreach (var (table, rows) in report.Rows.Where(table => table.Value > 0))
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {table,-28}{rows,14:N0}"));
        var what = command.Verb == TransferVerb.Export ? "Exported" : "Imported and verified";
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{what} {report.Rows.Values.Sum():N0} rows of {report.Rows.Count} tables; the profiles have {report.Orders} orders. Export {report.ExportId}, {Path.GetFullPath(command.Folder)}"));
        if (command.Verb == TransferVerb.Import)
            return;
        await Console.Out.WriteLineAsync("The folder holds personal data, and not the keys: keep the data folder.");
        if (report.ReplacedTexts > 0)
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"U+FFFD took the place of the character 0 in {report.ReplacedTexts:N0} texts."));
        if (report.FirstZero is { } place)
            await Console.Out.WriteLineAsync($"{place} has the character 0, which PostgreSQL can't hold: for PostgreSQL, export with --replace-zeros.");
    }
}
