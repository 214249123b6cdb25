using System.Collections.Immutable;
using Icomm.Actors.Publishing;
using Icomm.Actors.Publishing.Omnichannel;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Grains.Tests.Publications;

/// <summary>A receiver of whole files, in memory: keeps those that were finished.</summary>
internal sealed class RecordingFiles : IContactSinkFactory
{
    public const string TypeName = "recording-files";

    /// <summary>In the order in which they were finished.</summary>
    public Recorder<File> Finished { get; } = new("finished files");

    /// <summary>Held up before a file is finished.</summary>
    public Func<CancellationToken, Task> Holding { get; set; } = _ => Task.CompletedTask;

    public string Type => TypeName;

    public SinkDescription Description { get; } = new() { DisplayName = new("Recording files", "Recording files", "Recording files"), Fields = [] };

    public IContactSink Create(PublicationTarget target, DateOnly asOf) => new Sink(this, asOf);

    public Task<PublishProblem?> VerifyAsync(PublicationTarget target, CancellationToken cancellationToken) => Task.FromResult<PublishProblem?>(null);

    public sealed record File(DateOnly AsOf, ImmutableArray<string> Emails, ImmutableArray<decimal> Amounts, ImmutableArray<OmnichannelOrder> Orders);

    private sealed class Sink(RecordingFiles receiver, DateOnly asOf) : IContactSink, IOrderSink
    {
        private readonly List<string> _emails = [];
        private readonly List<OmnichannelOrder> _orders = [];

        public int MaxBatch => 7;

        public bool CanResume => false;

        public Task<ImmutableArray<ContactOutcome>> SendAsync(IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
        {
            _emails.AddRange(contacts.Select(contact => contact.Email));
            return Task.FromResult(contacts.Select(_ => ContactOutcome.Accepted).ToImmutableArray());
        }

        public Task SendOrdersAsync(IReadOnlyList<OmnichannelOrder> orders, CancellationToken cancellationToken)
        {
            _orders.AddRange(orders);
            return Task.CompletedTask;
        }

        public async Task CompleteAsync(CancellationToken cancellationToken)
        {
            await receiver.Holding(cancellationToken);
            receiver.Finished.Add(new File(asOf, [.. _emails], [.. _orders.Select(order => order.NetAmount.ToDecimal()).Order()], [.. _orders]));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
