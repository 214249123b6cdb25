using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Icomm.Actors.Publishing.Csv;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Queries;

/// <summary>A list as a file that is sent while it is read: a page at a time is in memory, however long it is.</summary>
/// <param name="name">Of the file, without extension.</param>
/// <param name="columns">Of the CSV, in order.</param>
/// <param name="readPage">Reads up to so many items after the cursor, null for the first ones.</param>
/// <param name="cursorOf">What the page after an item is asked for with.</param>
internal sealed class Download<T>(
    string name,
    ImmutableArray<DownloadColumn<T>> columns,
    Func<string?, int, CancellationToken, Task<ImmutableArray<T>>> readPage,
    Func<T, string> cursorOf)
{
    private const int PageSize = 500;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Reads the first page before anything is answered: what can't be read is a problem then, and no file that breaks off.</summary>
    /// <param name="format"><c>csv</c>, RFC 4180 in UTF-8; or <c>ndjson</c>, one JSON object a line as the list gives it.</param>
    public async Task<Results<PushStreamHttpResult, ProblemHttpResult>> AsAsync(string format, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        if (format is not ("csv" or "ndjson"))
            return ApiProblem.Invalid("format_unknown", "The list can't be downloaded in this format.", "Use format=csv or format=ndjson.");
        var first = await readPage(null, PageSize, cancellationToken);
        return format == "csv"
            ? TypedResults.Stream(stream => WriteCsvAsync(stream, first, cancellationToken), DownloadTypes.Csv, $"{name}.csv")
            : TypedResults.Stream(stream => WriteLinesAsync(stream, first, json, cancellationToken), DownloadTypes.Lines, $"{name}.ndjson");
    }

    private async Task WriteCsvAsync(Stream stream, ImmutableArray<T> first, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(stream, Utf8, leaveOpen: true);
        await using var csv = new CsvWriter(text, Rfc4180.Configuration, leaveOpen: true);
        foreach (var column in columns)
            csv.WriteField(column.Name);
        await csv.NextRecordAsync();
        await foreach (var page in PagesAsync(first, cancellationToken))
        {
            foreach (var item in page)
            {
                foreach (var column in columns)
                    csv.WriteField(column.Text(item));
                await csv.NextRecordAsync();
            }

            // A receiver that is slower than the store sets the pace.
            await csv.FlushAsync();
            await text.FlushAsync(cancellationToken);
        }
    }

    private async Task WriteLinesAsync(Stream stream, ImmutableArray<T> first, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(stream, Utf8, leaveOpen: true) { NewLine = "\n" };
        await foreach (var page in PagesAsync(first, cancellationToken))
        {
            foreach (var item in page)
                await text.WriteLineAsync(JsonSerializer.Serialize(item, json));
            await text.FlushAsync(cancellationToken);
        }
    }

    private async IAsyncEnumerable<ImmutableArray<T>> PagesAsync(ImmutableArray<T> first, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return first;
        for (var page = first; page.Length == PageSize;)
        {
            page = await readPage(cursorOf(page[^1]), PageSize, cancellationToken);
            yield return page;
        }
    }
}

internal sealed record DownloadColumn<T>(string Name, Func<T, string?> Text);

internal static class DownloadTypes
{
    public const string Csv = "text/csv";

    public const string Lines = "application/x-ndjson";
}
