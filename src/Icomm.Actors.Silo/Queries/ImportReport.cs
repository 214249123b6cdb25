using System.Text;
using CsvHelper;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Publishing.Csv;

namespace Icomm.Actors.Silo.Queries;

/// <summary>What was not taken of a file, as a CSV file that is sent while it is read: a page at a time is in memory, however many there are.</summary>
internal sealed class ImportReport(ImportKey key, IImportReport report)
{
    public const string ContentType = "text/csv";

    private const int PageSize = 1_000;

    public string FileName { get; } = $"import-{key.ImportId}.csv";

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using var csv = new CsvWriter(text, Rfc4180.Configuration, leaveOpen: true);
        foreach (var name in (ReadOnlySpan<string>)["line", "order", "code", "reason"])
            csv.WriteField(name);
        await csv.NextRecordAsync();
        ImportRejection? last = null;
        do
        {
            var page = await report.ListAsync(key, last, PageSize, cancellationToken);
            foreach (var rejection in page)
                await WriteAsync(csv, rejection);

            // A receiver that is slower than the store sets the pace.
            await csv.FlushAsync();
            await text.FlushAsync(cancellationToken);
            last = page.Length == PageSize ? page[^1] : null;
        }
        while (last is not null);
    }

    private static Task WriteAsync(CsvWriter csv, ImportRejection rejection)
    {
        csv.WriteField(rejection.Line);
        csv.WriteField(rejection.OrderKey);
        csv.WriteField(rejection.Code);
        csv.WriteField(rejection.Reason);
        return csv.NextRecordAsync();
    }
}
