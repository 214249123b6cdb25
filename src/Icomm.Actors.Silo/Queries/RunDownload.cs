using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>An integration's runs as a file, newest first; of their messages, the CSV has the last.</summary>
internal static class RunDownload
{
    /// <param name="underWay">Null between runs.</param>
    public static Download<RunResponse> Of(string account, string integrationId, RunFilter filter, RunProgress? underWay, string language, IRunLog log) => new(
        $"runs-{integrationId}",
        [
            new("id", run => run.Id),
            new("startedAt", run => run.StartedAt.ToString("O")),
            new("endedAt", run => run.EndedAt?.ToString("O")),
            new("outcome", run => JsonNamingPolicy.CamelCase.ConvertName(run.Outcome.ToString())),
            new("trigger", run => run.Trigger is { } trigger ? JsonNamingPolicy.CamelCase.ConvertName(trigger.ToString()) : null),
            new("problemCode", run => run.ProblemCode),
            new("read", run => Text(run.Counters.Read)),
            new("new", run => Text(run.Counters.New)),
            new("changed", run => Text(run.Counters.Changed)),
            new("unchanged", run => Text(run.Counters.Unchanged)),
            new("rejected", run => Text(run.Counters.Rejected)),
            new("suppressed", run => Text(run.Counters.Suppressed)),
            new("message", run => run.Messages.IsEmpty ? null : run.Messages[^1].Text),
        ],
        async (before, limit, cancellationToken) => [.. from row in await log.ListAsync(account, integrationId, filter, before, limit, cancellationToken) select RunResponse.From(row, underWay, language)],
        run => run.Id);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
