using System.Collections.Immutable;
using Icomm.Actors.Publishing.Files;

namespace Icomm.Actors.Publishing.Csv;

/// <summary>Writes contacts into one CSV file, which is complete whenever it is seen. A file without contacts holds the header.</summary>
internal sealed class CsvContactSink(string path, bool byteOrderMark) : IContactSink
{
    private PendingFile? _file;
    private ContactCsvWriter? _writer;

    public int MaxBatch => 1_000;

    public bool CanResume => false;

    public async Task<ImmutableArray<ContactOutcome>> SendAsync(IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        await FileProblems.GuardAsync(async () =>
        {
            var writer = await OpenAsync(cancellationToken);
            foreach (var contact in contacts)
                await writer.WriteAsync(contact, cancellationToken);
        });
        return [.. Enumerable.Repeat(ContactOutcome.Accepted, contacts.Count)];
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => FileProblems.GuardAsync(async () =>
    {
        var writer = await OpenAsync(cancellationToken);
        await writer.FlushAsync(cancellationToken);
        await _file!.FinishAsync(cancellationToken);
        _file.Move();
    });

    public async ValueTask DisposeAsync()
    {
        // The file first: what the writer has not written yet must not go anywhere.
        if (_file is not null)
            await _file.DisposeAsync();
    }

    private async Task<ContactCsvWriter> OpenAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
            return _writer;
        _file = new PendingFile(path);
        _writer = new ContactCsvWriter(_file.Stream, PublishedFields.Names, byteOrderMark);
        await _writer.WriteHeaderAsync(cancellationToken);
        return _writer;
    }
}
