using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using CsvHelper;
using Icomm.Actors.Publishing.Values;

namespace Icomm.Actors.Publishing.Csv;

/// <summary>
/// Writes contacts as CSV (RFC 4180, UTF-8, CRLF) to any stream, an HTTP answer included: Email, FirstName, LastName, then the fields in the order of their names.
/// Days are ISO 8601, lists are joined by <c>|</c>. Data stays exactly as it is: nothing is put before a leading <c>=</c>, so a program that opens the file must not run
/// text as formulas. The stream stays open.
/// </summary>
public sealed class ContactCsvWriter : IAsyncDisposable
{
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly UTF8Encoding Marked = new(encoderShouldEmitUTF8Identifier: true);

    private readonly StreamWriter _text;
    private readonly CsvWriter _csv;
    private readonly FieldColumns _columns;

    /// <param name="fieldNames">The columns after the person's; <see cref="PublishedFields.Names"/> for all.</param>
    /// <param name="byteOrderMark">Begin with EF BB BF, by which Excel knows UTF-8.</param>
    public ContactCsvWriter(Stream stream, ImmutableArray<string> fieldNames, bool byteOrderMark = false)
    {
        _columns = new FieldColumns(fieldNames);
        _text = new StreamWriter(stream, byteOrderMark ? Marked : Plain, bufferSize: 32 * 1_024, leaveOpen: true);
        _csv = new CsvWriter(_text, Rfc4180.Configuration, leaveOpen: true);
    }

    /// <inheritdoc cref="ContactCsvWriter(Stream, ImmutableArray{string}, bool)"/>
    public ContactCsvWriter(PipeWriter pipe, ImmutableArray<string> fieldNames, bool byteOrderMark = false)
        : this(pipe.AsStream(leaveOpen: true), fieldNames, byteOrderMark)
    {
    }

    public async Task WriteHeaderAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _csv.WriteField("Email");
        _csv.WriteField("FirstName");
        _csv.WriteField("LastName");
        foreach (var name in _columns.Names)
            _csv.WriteField(name);
        await _csv.NextRecordAsync();
    }

    /// <exception cref="ArgumentException">The contact has a field that no column is for.</exception>
    public async Task WriteAsync(Contact contact, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = _columns.Of(contact.Fields);
        _csv.WriteField(contact.Email);
        _csv.WriteField(contact.FirstName);
        _csv.WriteField(contact.LastName);
        foreach (var value in values)
            _csv.WriteField(FieldText.Of(value, ValueStyle.Csv));
        await _csv.NextRecordAsync();
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _csv.FlushAsync();
        await _text.FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _csv.DisposeAsync();
        await _text.DisposeAsync();
    }
}
