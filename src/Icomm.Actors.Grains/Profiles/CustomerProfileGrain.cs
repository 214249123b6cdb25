using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Profiles;

public sealed class CustomerProfileGrain(
    [PersistentState("customer-profile", ProfileGrainStorage.Name)] IPersistentState<ProfileRecord> profile,
    TimeProvider time) : Grain, ICustomerProfileGrain
{
    public async Task<ProfileChangeCounts> ApplyAsync(ProfileChanges changes)
    {
        var isNew = !profile.RecordExists;
        var update = profile.State.State.Apply(changes.IntegrationId, changes.Orders, changes.Customers, time.GetUtcNow());
        if (update.IsChanged)
            await SaveAsync(update.State);

        return new ProfileChangeCounts
        {
            New = update.New + (isNew ? update.CustomersChanged : 0),
            Changed = update.Changed + (isNew ? 0 : update.CustomersChanged),
            Unchanged = update.Unchanged + changes.Customers.Length - update.CustomersChanged,
            TooOldToCorrect = update.TooOldToCorrect,
        };
    }

    public Task<ProfileView?> EvaluateAsync(DateOnly asOf, DatabaseSettings settings)
    {
        if (!profile.RecordExists)
            return Task.FromResult<ProfileView?>(null);

        return Task.FromResult<ProfileView?>(new ProfileView
        {
            ProfileId = ProfileKey.Parse(this.GetPrimaryKeyString()).ProfileId,
            Summary = profile.State.State.Summarize(),
            Indicators = profile.State.State.Evaluate(asOf, settings),
        });
    }

    public Task<ImmutableArray<ProfilePurchase>> ExplainAsync(string indicator, DateOnly asOf, DatabaseSettings settings) =>
        Task.FromResult(profile.State.State.Explain(indicator, asOf, settings).ToImmutableArray());

    private async Task SaveAsync(ProfileState state)
    {
        profile.State.State = state;
        try
        {
            await profile.WriteStateAsync();
        }
        catch
        {
            // Whether the write took place is unknown: the next activation reads what is true.
            DeactivateOnIdle();
            throw;
        }
    }
}
