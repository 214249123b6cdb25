using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Grains.Refreshes;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Secrets;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Profiles;

public sealed class CustomerProfileGrain(
    [PersistentState("customer-profile", ProfileGrainStorage.Name)] IPersistentState<ProfileRecord> profile,
    RfmScorers scorers,
    ISuppressedIdentities suppressed,
    ILinkedAccounts links,
    IdentityKey identityKey,
    ProfileMetrics metrics,
    TimeProvider time) : Grain, ICustomerProfileGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        metrics.Activated();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Deactivated();
        return Task.CompletedTask;
    }

    public async Task<ProfileChangeCounts> ApplyAsync(ProfileChanges changes)
    {
        var isNew = !profile.RecordExists;
        var update = profile.State.State.Apply(changes.IntegrationId, changes.Orders, changes.Customers, time.GetUtcNow());
        try
        {
            if (update.IsChanged)
                await StoreAsync(update.State, new ZonedActivity(update.Activity, CalendarZone.Get(changes.TimeZone)));
        }
        catch (Exception exception)
        {
            ReadAgain();
            if (!IsSuppressed(exception))
                throw;

            // Erased meanwhile: nothing is stored.
            return new ProfileChangeCounts { Suppressed = changes.Orders.Length + changes.Customers.Length };
        }

        return new ProfileChangeCounts
        {
            New = update.New + (isNew ? update.CustomersChanged : 0),
            Changed = update.Changed + (isNew ? 0 : update.CustomersChanged),
            Unchanged = update.Unchanged + changes.Customers.Length - update.CustomersChanged,
            TooOldToCorrect = update.TooOldToCorrect,
        };
    }

    public async Task<ProfileRemovalCounts> RemoveIntegrationAsync(string integrationId, string timeZone)
    {
        var removal = profile.State.State.Remove(integrationId);
        if (removal.IsChanged)
            await SaveAsync(removal.State, new ZonedActivity(removal.Activity, CalendarZone.Get(timeZone)));
        return new ProfileRemovalCounts { Orders = removal.Orders, IsProfileDeleted = removal is { IsChanged: true, State.IsEmpty: true }, FoldedLeft = removal.FoldedLeft };
    }

    public async Task<bool> MoveIntoAsync(string profileId, string timeZone)
    {
        if (!profile.RecordExists)
            return true;
        var state = profile.State.State;
        if (state.FoldedCount > 0)
            return false;
        var key = ProfileKey.Parse(this.GetPrimaryKeyString());

        // The link comes first: nothing new may come here once the other profile has what there is, or a second attempt would not know whose it was.
        await links.LinkAsync(key.Account, key.Database, key.ProfileId, profileId, CancellationToken.None);
        if (!await GrainFactory.GetGrain<ICustomerProfileGrain>((key with { ProfileId = profileId }).ToString()).TakeInAsync(state.Encoded, timeZone))
            return false;

        // The other profile has told the database's sums what this means to them.
        await SaveAsync(ProfileState.Empty, new ZonedActivity(ProfileActivity.None, CalendarZone.Get(timeZone)));
        return true;
    }

    public async Task<bool> TakeInAsync(byte[] state, string timeZone)
    {
        try
        {
            var update = profile.State.State.Merge(ProfileState.Decode(state), time.GetUtcNow());
            if (update.IsChanged)
                await SaveAsync(update.State, new ZonedActivity(update.Activity, CalendarZone.Get(timeZone)));
            return true;
        }
        catch (Exception exception) when (exception is ProfileStateException || IsSuppressed(exception))
        {
            return false;
        }
    }

    public async Task<ErasedProfile> EraseAsync(string erasureId, string timeZone)
    {
        var key = ProfileKey.Parse(this.GetPrimaryKeyString());
        var state = profile.State.State;
        var customer = state.Customer;
        await suppressed.AddAsync(key.Account, key.Database, erasureId, [key.ProfileId, .. SeenIdentities.Of(customer).Select(identityKey.DigestOf)], CancellationToken.None);
        if (!profile.RecordExists)
            return new ErasedProfile();
        await SaveAsync(ProfileState.Empty, new ZonedActivity(state.Withdraw(), CalendarZone.Get(timeZone)));
        return new ErasedProfile { Orders = state.OrderCount, Folded = state.FoldedCount, Customer = customer };
    }

    public async Task<bool> ForgetInactiveAsync(DateTimeOffset since, string timeZone)
    {
        var state = profile.State.State;
        if (!profile.RecordExists || state.LastOrderAt is not { } last || last >= since)
            return false;
        await SaveAsync(ProfileState.Empty, new ZonedActivity(state.Withdraw(), CalendarZone.Get(timeZone)));
        return true;
    }

    public async Task<ProfileView?> EvaluateAsync(DateOnly asOf, DatabaseSettings settings, long? modelVersion)
    {
        if (!profile.RecordExists)
            return null;

        var key = ProfileKey.Parse(this.GetPrimaryKeyString());
        var scorer = modelVersion is { } version ? await scorers.GetAsync(new DatabaseKey(key.Account, key.Database), version) : null;
        var indicators = profile.State.State.Evaluate(asOf, settings);
        return new ProfileView
        {
            ProfileId = key.ProfileId,
            Summary = profile.State.State.Summarize(),
            Indicators = indicators,
            Rfm = scorer is null ? null : ProfileRfm.Of(indicators, scorer),
            Customer = profile.State.State.Customer,
        };
    }

    public Task<ImmutableArray<ProfilePurchase>> ExplainAsync(string indicator, DateOnly asOf, DatabaseSettings settings) =>
        Task.FromResult(profile.State.State.Explain(indicator, asOf, settings).ToImmutableArray());

    private static bool IsSuppressed(Exception exception) =>
        exception is PersistenceException { Code: PersistenceErrors.ProfileSuppressed } or { InnerException: PersistenceException { Code: PersistenceErrors.ProfileSuppressed } };

    private async Task SaveAsync(ProfileState state, ZonedActivity activity)
    {
        try
        {
            await StoreAsync(state, activity);
        }
        catch
        {
            ReadAgain();
            throw;
        }
    }

    /// <summary>A profile of which nothing is left goes.</summary>
    private Task StoreAsync(ProfileState state, ZonedActivity activity)
    {
        profile.State.State = state;
        profile.State.Activity = activity;
        return state.IsEmpty ? profile.ClearStateAsync() : profile.WriteStateAsync();
    }

    /// <summary>Whether a write took place that failed is unknown: the next activation reads what is true.</summary>
    private void ReadAgain() => DeactivateOnIdle();
}
