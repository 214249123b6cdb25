using System.Collections.Immutable;
using Icomm.Actors.Publishing;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Grains.Tests.Publications;

/// <summary>A receiver in memory: keeps what it was sent last of each contact and field, and refuses or fails as told.</summary>
internal sealed class RecordingSink : IContactSinkFactory
{
    public const string TypeName = "recording";

    /// <summary>Every batch, in order.</summary>
    public Recorder<ImmutableArray<Contact>> Batches { get; } = new("batches of the sink");

    /// <summary>By e-mail and field.</summary>
    public Dictionary<string, Dictionary<string, object?>> Contacts { get; } = [];

    /// <summary>E-mails that are refused.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Asked before a batch is taken: an exception fails it, after it was taken if it says so.</summary>
    public Func<int, (Exception? Error, bool IsTaken)> Failing { get; set; } = _ => default;

    /// <summary>Held up before each batch.</summary>
    public Func<CancellationToken, Task> Holding { get; set; } = _ => Task.CompletedTask;

    public string Type => TypeName;

    public SinkDescription Description { get; } = new() { DisplayName = new("Recording", "Recording", "Recording"), Fields = [] };

    public int Sent => Batches.Entries.Sum(batch => batch.Length);

    public IContactSink Create(PublicationTarget target, DateOnly asOf) => new Sink(this);

    public Task<PublishProblem?> VerifyAsync(PublicationTarget target, CancellationToken cancellationToken) => Task.FromResult<PublishProblem?>(null);

    private ImmutableArray<ContactOutcome> Take(IReadOnlyList<Contact> contacts)
    {
        lock (Contacts)
        {
            var (error, isTaken) = Failing(Batches.Entries.Count);
            if (error is not null && !isTaken)
                throw error;
            var outcomes = contacts.Select(Take).ToImmutableArray();
            Batches.Add([.. contacts]);
            return error is null ? outcomes : throw error;
        }
    }

    private ContactOutcome Take(Contact contact)
    {
        if (Refused.Contains(contact.Email))
            return ContactOutcome.Rejected("refused", "The receiver refused it.");
        if (!Contacts.TryGetValue(contact.Email, out var fields))
            Contacts.Add(contact.Email, fields = []);
        foreach (var field in contact.Fields)
            fields[field.Name] = field.Value;
        return ContactOutcome.Accepted;
    }

    private sealed class Sink(RecordingSink receiver) : IContactSink
    {
        public int MaxBatch => 7;

        public bool CanResume => true;

        public async Task<ImmutableArray<ContactOutcome>> SendAsync(IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
        {
            await receiver.Holding(cancellationToken);
            return receiver.Take(contacts);
        }

        public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
