using System.Collections.Concurrent;
using System.Collections.Immutable;
using Icomm.Actors.Publishing;

namespace Icomm.Actors.Silo.Tests;

/// <summary>A receiver that does what its settings tell it to do.</summary>
internal sealed class ScriptedSinkFactory : IContactSinkFactory
{
    /// <summary>Every contact whose address begins so is refused.</summary>
    public const string Refused = "customer1";

    public string Type => "scripted";

    /// <summary>Addresses that were accepted, by database.</summary>
    public static ConcurrentDictionary<string, ConcurrentDictionary<string, Contact>> Accepted { get; } = new();

    public SinkDescription Description { get; } = new()
    {
        DisplayName = new("Scripted", "Con guion", "Com roteiro"),
        Fields =
        [
            new("answer", new("Answer", "Respuesta", "Resposta"), new("What to say when asked.", "Qué decir al preguntar.", "O que dizer ao perguntar.")),
            new("token", new("Token", "Token", "Token"), new("A secret.", "Un secreto.", "Um segredo."), IsRequired: true, IsSecret: true),
        ],
    };

    public IContactSink Create(PublicationTarget target, DateOnly asOf)
    {
        Assert.Equal("hush-hush-5531", target.Require("token"));
        return new Sink(Accepted.GetOrAdd(target.Id, _ => new()));
    }

    public Task<PublishProblem?> VerifyAsync(PublicationTarget target, CancellationToken cancellationToken) =>
        Task.FromResult(target.Find("answer") == "no" ? new PublishProblem("publish_unauthorised", "No.", "Try another.") : null);

    private sealed class Sink(ConcurrentDictionary<string, Contact> accepted) : IContactSink
    {
        public int MaxBatch => 10;

        public bool CanResume => true;

        public Task<ImmutableArray<ContactOutcome>> SendAsync(IReadOnlyList<Contact> contacts, CancellationToken cancellationToken) =>
            Task.FromResult(contacts.Select(Take).ToImmutableArray());

        public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private ContactOutcome Take(Contact contact)
        {
            if (contact.Email.StartsWith(Refused, StringComparison.Ordinal))
                return ContactOutcome.Rejected(ContactRejections.RefusedByIcommkt, "Refused.");
            accepted[contact.Email] = contact;
            return ContactOutcome.Accepted;
        }
    }
}
