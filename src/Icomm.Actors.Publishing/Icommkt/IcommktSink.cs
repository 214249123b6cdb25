using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Icomm.Actors.Connectors;
using Icomm.Actors.Connectors.Http;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>
/// Sends contacts to ICOMMKT's contacts API (SaveMultiContact, facts §1.6). It upserts by e-mail, so a batch whose answer got lost is simply sent again:
/// a contact is counted as accepted only by an answer that says so.
/// </summary>
internal sealed partial class IcommktSink(IcommktHttp http, string targetId, IcommktSettings settings, ILogger<IcommktSink> logger) : IContactSink
{
    private readonly BatchComposer _composer = new(settings);

    public int MaxBatch => settings.BatchSize;

    public bool CanResume => true;

    public async Task<ImmutableArray<ContactOutcome>> SendAsync(IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        var outcomes = new ContactOutcome[contacts.Count];
        foreach (var batch in _composer.Compose(contacts, outcomes))
        {
            var answers = await SaveAsync(batch, cancellationToken);
            for (var i = 0; i < answers.Length; i++)
                outcomes[batch.Positions[i]] = answers[i];
            if (answers.Count(answer => !answer.IsAccepted) is > 0 and var refused)
                LogRefused(logger, targetId, refused, answers.Length);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(outcomes);
    }

    /// <summary>Nothing: every answered batch has arrived.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<ImmutableArray<ContactOutcome>> SaveAsync(ContactBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await http.PostAsync(
                targetId,
                settings,
                IcommktMethod.SaveMultiContact,
                batch.Body,
                StorePatience.Stubborn,
                answer => IcommktAnswers.ReadSaved(answer, batch.Positions.Count, settings),
                cancellationToken);
        }
        catch (StoreException failure)
        {
            LogFailed(logger, targetId, batch.Positions.Count, failure.Problem.Code);
            throw IcommktProblems.Of(failure);
        }
    }

    [LoggerMessage(5001, LogLevel.Warning, "icommkt {TargetId}: {Refused} of {Sent} contacts were refused")]
    private static partial void LogRefused(ILogger logger, string targetId, int refused, int sent);

    [LoggerMessage(5002, LogLevel.Warning, "icommkt {TargetId}: a batch of {Contacts} contacts failed with {Code}")]
    private static partial void LogFailed(ILogger logger, string targetId, int contacts, string code);
}
