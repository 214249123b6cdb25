using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Publishing;

namespace Icomm.Actors.Grains.Publications;

/// <summary>
/// Sends what the receiver doesn't have: profile after profile by key, a batch at a time, and notes what it accepted and refused before the next batch goes out. A batch whose outcome
/// nobody learnt is sent again: contacts are upserts. Of a file nothing is noted before it is in place: until then nobody has anything of it.
/// </summary>
/// <param name="checkpoint">Makes <paramref name="record"/> durable.</param>
internal sealed class PublicationRun(
    PublicationKey key, PublicationRecord record, IContactSink sink, IPublicationLedger ledger, CustomerOrders orders, TimeProvider time, Func<Task> checkpoint)
{
    private const int MostOfALedgerPage = 1_000;

    private readonly Queue<(IReadOnlyList<Delivery> Deliveries, IReadOnlyList<Rejection> Rejections)> _outcomes = [];

    private PublicationCheckpoint Run
    {
        get => record.Current!;
        set => record.Current = value;
    }

    /// <exception cref="PublishException">A batch or the file failed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; it goes on from its checkpoint.</exception>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        if (!sink.CanResume)
        {
            if (await IsAllDeliveredAsync(cancellationToken))
                return;
            Run = Run with { After = 0, Sent = 0, Rejected = 0 };
        }

        var limit = Math.Clamp(sink.MaxBatch, 1, MostOfALedgerPage);
        while (await ledger.PendingAsync(key, Run.AsOf.DayNumber, all: !sink.CanResume, Run.After, limit, cancellationToken) is { IsEmpty: false } pending)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await SendAsync(pending, cancellationToken);
        }

        await sink.CompleteAsync(cancellationToken);
        await NoteAsync(cancellationToken);
    }

    /// <summary>A file of that day exists already and would come out the same.</summary>
    private async Task<bool> IsAllDeliveredAsync(CancellationToken cancellationToken) =>
        record.LastRun is { ProblemCode: null } last && last.AsOf == Run.AsOf
        && (await ledger.PendingAsync(key, Run.AsOf.DayNumber, all: false, after: 0, limit: 1, cancellationToken)).IsEmpty;

    private async Task SendAsync(ImmutableArray<PendingContact> pending, CancellationToken cancellationToken)
    {
        var contacts = ImmutableArray.CreateBuilder<Contact>(pending.Length);
        foreach (var one in pending)
            contacts.Add(await ContactOfAsync(one, cancellationToken));
        var outcomes = await sink.SendAsync(contacts.MoveToImmutable(), cancellationToken);

        var deliveries = new List<Delivery>(pending.Length);
        var rejections = new List<Rejection>();
        for (var i = 0; i < pending.Length; i++)
        {
            var row = pending[i].Row;
            if (outcomes[i] is { IsAccepted: true })
                deliveries.Add(new Delivery(row.Profile.Key, row.Scores!.Fingerprint));
            else
                rejections.Add(new Rejection(row.Profile.Key, outcomes[i].Code!, outcomes[i].Message!, time.GetUtcNow()));
        }

        // The ledger first: a checkpoint that is lost makes the run ask the ledger again.
        _outcomes.Enqueue((deliveries, rejections));
        if (sink.CanResume)
            await NoteAsync(cancellationToken);
        Run = Run with { After = pending[^1].Row.Profile.Key, Sent = Run.Sent + deliveries.Count, Rejected = Run.Rejected + rejections.Count };
        await checkpoint();
    }

    private async Task NoteAsync(CancellationToken cancellationToken)
    {
        while (_outcomes.TryDequeue(out var batch))
            await ledger.SaveAsync(key, Run.AsOf.DayNumber, batch.Deliveries, batch.Rejections, cancellationToken);
    }

    private async Task<Contact> ContactOfAsync(PendingContact pending, CancellationToken cancellationToken)
    {
        var row = pending.Row;
        var fields = pending.IsAgedOnly && sink.CanResume ? MasterDataFields.AgesOf(row, Run.AsOf) : MasterDataFields.Of(row, Run.AsOf);
        var contact = new Contact
        {
            ProfileId = row.Profile.ProfileId,
            Email = row.Profile.Email!,
            FirstName = row.Profile.FirstName,
            LastName = row.Profile.LastName,
            Fields = [.. fields.Select(ContactField.Of)],
        };
        return sink is IOrderSink orderSink ? await orders.SendAsync(contact, orderSink, Run.AsOf, cancellationToken) : contact;
    }
}
