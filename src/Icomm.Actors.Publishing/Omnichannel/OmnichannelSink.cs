using System.Collections.Immutable;
using Icomm.Actors.Publishing.Files;

namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>
/// Writes the four daily omnichannel files, <c>ICOMMKT_{ORDERS|ORDERSDETAIL|ORDERSDETAILCATEGORIES|CUSTOMERS}_{instance}_{yyyyMMdd}</c> (facts §1.7): always all four,
/// with the header alone when there is nothing to tell. ORDERS is moved into place last, so that whoever waits for it finds the others.
/// </summary>
internal sealed class OmnichannelSink(string folder, string instance, DateOnly asOf, bool header) : IContactSink, IOrderSink
{
    private static readonly string[] Kinds = [OmnichannelFileName.Customers, OmnichannelFileName.Categories, OmnichannelFileName.Details, OmnichannelFileName.Orders];

    private readonly List<PendingFile> _files = [];
    private OmnichannelWriter? _writer;

    public int MaxBatch => 1_000;

    public bool CanResume => false;

    public async Task<ImmutableArray<ContactOutcome>> SendAsync(IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<ContactOutcome>(contacts.Count);
        await FileProblems.GuardAsync(async () =>
        {
            var writer = await OpenAsync(cancellationToken);
            foreach (var contact in contacts)
            {
                if (string.IsNullOrWhiteSpace(contact.Email))
                {
                    outcomes.Add(ContactOutcome.Rejected(ContactRejections.EmailInvalid, "The e-mail is missing."));
                    continue;
                }

                await writer.WriteAsync(OmnichannelCustomer.Of(contact), cancellationToken);
                outcomes.Add(ContactOutcome.Accepted);
            }
        });
        return outcomes.MoveToImmutable();
    }

    public Task SendOrdersAsync(IReadOnlyList<OmnichannelOrder> orders, CancellationToken cancellationToken) => FileProblems.GuardAsync(async () =>
    {
        var writer = await OpenAsync(cancellationToken);
        foreach (var order in orders)
            await writer.WriteAsync(order, cancellationToken);
    });

    public Task CompleteAsync(CancellationToken cancellationToken) => FileProblems.GuardAsync(async () =>
    {
        var writer = await OpenAsync(cancellationToken);
        await writer.FlushAsync(cancellationToken);
        foreach (var file in _files)
            await file.FinishAsync(cancellationToken);
        foreach (var file in _files)
            file.Move();
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
            await file.DisposeAsync();
    }

    private async Task<OmnichannelWriter> OpenAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
            return _writer;
        foreach (var kind in Kinds)
            _files.Add(new PendingFile(Path.Combine(folder, new OmnichannelFileName(kind, $"{instance}_{FileSettings.Day(asOf)}").ToString())));
        var writer = new OmnichannelWriter(orders: _files[3].Stream, details: _files[2].Stream, categories: _files[1].Stream, customers: _files[0].Stream);
        if (header)
            await writer.WriteHeadersAsync(cancellationToken);
        return _writer = writer;
    }
}
