using System.Text;
using System.Text.Json;
using CsvHelper;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Publishing.Csv;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>An integration's runs as a file that is sent while it is read, newest first: a page at a time is in memory, however many there are.</summary>
/// <param name="underWay">Null between runs.</param>
internal sealed class RunExport(string account, string integrationId, RunFilter filter, RunProgress? underWay, string language, IRunLog log)
{
    public const string Csv = "text/csv";

    public const string Lines = "application/x-ndjson";

    private const int PageSize = 500;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly string[] Columns =
        ["id", "startedAt", "endedAt", "outcome", "trigger", "problemCode", "read", "new", "changed", "unchanged", "rejected", "suppressed", "message"];

    public string FileName(string extension) => $"runs-{integrationId}.{extension}";

    public async Task WriteCsvAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(stream, Utf8, leaveOpen: true);
        await using var csv = new CsvWriter(text, Rfc4180.Configuration, leaveOpen: true);
        foreach (var column in Columns)
            csv.WriteField(column);
        await csv.NextRecordAsync();
        await foreach (var page in PagesAsync(cancellationToken))
        {
            foreach (var run in page)
                await WriteAsync(csv, run);

            // A receiver that is slower than the store sets the pace.
            await csv.FlushAsync();
            await text.FlushAsync(cancellationToken);
        }
    }

    /// <summary>One JSON object a line, as <c>listRuns</c> gives it.</summary>
    public async Task WriteLinesAsync(Stream stream, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(stream, Utf8, leaveOpen: true) { NewLine = "\n" };
        await foreach (var page in PagesAsync(cancellationToken))
        {
            foreach (var run in page)
                await text.WriteLineAsync(JsonSerializer.Serialize(run, json));
            await text.FlushAsync(cancellationToken);
        }
    }

    private static Task WriteAsync(CsvWriter csv, RunResponse run)
    {
        csv.WriteField(run.Id);
        csv.WriteField(run.StartedAt.ToString("O"));
        csv.WriteField(run.EndedAt?.ToString("O"));
        csv.WriteField(JsonNamingPolicy.CamelCase.ConvertName(run.Outcome.ToString()));
        csv.WriteField(run.Trigger is { } trigger ? JsonNamingPolicy.CamelCase.ConvertName(trigger.ToString()) : null);
        csv.WriteField(run.ProblemCode);
        csv.WriteField(run.Counters.Read);
        csv.WriteField(run.Counters.New);
        csv.WriteField(run.Counters.Changed);
        csv.WriteField(run.Counters.Unchanged);
        csv.WriteField(run.Counters.Rejected);
        csv.WriteField(run.Counters.Suppressed);
        csv.WriteField(run.Messages.IsEmpty ? null : run.Messages[^1].Text);
        return csv.NextRecordAsync();
    }

    private async IAsyncEnumerable<IEnumerable<RunResponse>> PagesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? before = null;
        do
        {
            var page = await log.ListAsync(account, integrationId, filter, before, PageSize, cancellationToken);
            yield return page.Select(row => RunResponse.From(row, underWay, language));
            before = page.Length == PageSize ? page[^1].RunId : null;
        }
        while (before is not null);
    }
}
