using System.Runtime.CompilerServices;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Privacy;

/// <summary>Gathers everything that is held on a person.</summary>
internal sealed class PersonExports(IProfileStore profiles, LiveProfiles live, IPublicationLedger ledger, IIntegrationIndex integrations, IRejectedRecords rejected, TimeProvider time)
{
    /// <summary>Records that are searched at a time: each may have 64 KB.</summary>
    private const int RecordsAtATime = 200;

    private static readonly string AllPurchases = new Indicator(IndicatorMetric.LifetimeRfm, null).Name;

    /// <returns>Null when nothing is known of this customer.</returns>
    /// <exception cref="AsOfUnanswerableException">The profile's older orders are kept as totals, and some were placed after today.</exception>
    public async Task<PersonExportResponse?> GatherAsync(DatabaseRow database, string profileId, CancellationToken cancellationToken)
    {
        var key = new ProfileKey(database.Account, database.DatabaseId, profileId);
        if (await profiles.ReadAsync(key, cancellationToken) is not { } stored)
            return null;

        // All from one reading of the row: what is said of the person agrees with itself.
        var state = ProfileState.Decode(stored.State);
        var customer = state.Customer;
        var day = database.Settings.Today(time);
        var view = await live.EvaluateAsync(
            database, profileId, state, day, await live.ScorerAsync(database, day, cancellationToken), cancellationToken);
        return new PersonExportResponse
        {
            ExportedAt = time.GetUtcNow(),
            Profile = ProfileResponse.Whole(view with { Customer = customer }),
            Orders = [.. state.Orders().Select(PersonOrderResponse.From)],
            FoldedPurchases = [.. state.Explain(AllPurchases, day, database.Settings).Where(purchase => purchase.IsFolded).Select(PurchaseResponse.From)],
            Publications = [.. (await ledger.OfProfileAsync(key, cancellationToken)).Select(PersonPublicationResponse.From)],
            RejectedRecords = RejectedAsync(database, PersonTexts.Of(customer), cancellationToken),
        };
    }

    /// <summary>Found while the answer is written: there may be many.</summary>
    private async IAsyncEnumerable<RejectedRecordResponse> RejectedAsync(DatabaseRow database, IReadOnlyCollection<string> names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var integration in await integrations.OfDatabaseAsync(database.Account, database.DatabaseId, cancellationToken))
        {
            for (long? before = null; ;)
            {
                var page = await rejected.ListAsync(database.Account, integration.IntegrationId, isResolved: null, before, RecordsAtATime, cancellationToken);
                foreach (var stored in page)
                {
                    if (PersonTexts.AreNamedIn(stored.Record.Raw, names))
                        yield return RejectedRecordResponse.From(stored.Record);
                }

                if (page.Length < RecordsAtATime)
                    break;
                before = page[^1].Id;
            }
        }
    }
}
