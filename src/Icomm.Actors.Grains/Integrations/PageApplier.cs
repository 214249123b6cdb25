using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Secrets;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>
/// Brings one page to where it belongs: orders and customers to their profiles, products to the catalogue, the unreadable to the rejected records.
/// When it returns, all of it is durable.
/// </summary>
internal sealed class PageApplier(
    IntegrationKey integration,
    string databaseId,
    IGrainFactory grains,
    ICatalogueStore catalogue,
    IRejectedRecords rejected,
    IdentityKey identityKey,
    SyncOptions options,
    TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <returns>What this page adds to the run's counters.</returns>
    public async Task<RunCounters> ApplyAsync(string runId, StoreResource resource, StorePage page, CancellationToken cancellationToken)
    {
        var rejections = page.Unreadable.Select(record => Reject(runId, resource, record)).ToList();
        var groups = GroupByCustomer(runId, resource, page with { Orders = await EnrichAsync(page.Orders, cancellationToken) }, rejections);

        if (rejections.Count > 0)
            await rejected.AddAsync(rejections, cancellationToken);
        var products = page.Catalogue.IsEmpty
            ? default
            : await catalogue.SaveAsync(integration.Account, integration.IntegrationId, page.Catalogue, cancellationToken);
        var profiles = await CallProfilesAsync(groups, cancellationToken);

        return new RunCounters
        {
            Pages = 1,
            Read = page.RecordCount,
            New = profiles.New + products.New,
            Changed = profiles.Changed + products.Changed,
            Unchanged = profiles.Unchanged + page.Catalogue.Length - products.New - products.Changed,
            Rejected = rejections.Count + profiles.TooOldToCorrect,
        };
    }

    /// <summary>Gives lines that lack a brand or categories those of the catalogue.</summary>
    private async Task<ImmutableArray<StoreOrder>> EnrichAsync(ImmutableArray<StoreOrder> orders, CancellationToken cancellationToken)
    {
        var wanted = new HashSet<string>();
        foreach (var order in orders)
        {
            foreach (var line in order.Lines)
            {
                if (line.Brand is null || line.Categories.IsEmpty)
                    wanted.Add(line.ProductId);
            }
        }

        if (wanted.Count == 0)
            return orders;

        var items = await catalogue.FindAsync(integration.Account, integration.IntegrationId, wanted, cancellationToken);
        return items.IsEmpty ? orders : [.. orders.Select(order => order with { Lines = [.. order.Lines.Select(Enrich)] })];

        OrderLine Enrich(OrderLine line) => items.TryGetValue(line.ProductId, out var item)
            ? line with { Brand = line.Brand ?? item.Brand, Categories = line.Categories.IsEmpty ? item.Categories : line.Categories }
            : line;
    }

    private List<(ICustomerProfileGrain Profile, ProfileChanges Changes)> GroupByCustomer(string runId, StoreResource resource, StorePage page, List<RejectedRecord> rejections)
    {
        var groups = new Dictionary<string, (ImmutableArray<StoreOrder>.Builder Orders, ImmutableArray<StoreCustomer>.Builder Customers)>();
        foreach (var order in page.Orders)
        {
            if (GroupOf(order.Customer) is { } group)
                group.Orders.Add(order);
            else
                rejections.Add(Reject(runId, resource, Unidentified("order", order.OrderId)));
        }

        foreach (var customer in page.Customers)
        {
            if (GroupOf(customer.Reference) is { } group)
                group.Customers.Add(customer);
            else
                rejections.Add(Reject(runId, resource, Unidentified("customer", customer.Reference.StoreCustomerId)));
        }

        return [.. groups.Select(group => (
            grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(integration.Account, databaseId, group.Key).ToString()),
            new ProfileChanges
            {
                IntegrationId = integration.IntegrationId,
                Orders = group.Value.Orders.DrainToImmutable(),
                Customers = group.Value.Customers.DrainToImmutable(),
            }))];

        (ImmutableArray<StoreOrder>.Builder Orders, ImmutableArray<StoreCustomer>.Builder Customers)? GroupOf(CustomerReference reference)
        {
            if (!CustomerIdentity.TryCreate(integration.IntegrationId, reference, out var identity))
                return null;
            var profileId = identityKey.DigestOf(identity);
            if (!groups.TryGetValue(profileId, out var group))
                groups.Add(profileId, group = (ImmutableArray.CreateBuilder<StoreOrder>(1), ImmutableArray.CreateBuilder<StoreCustomer>(0)));
            return group;
        }
    }

    /// <summary>Calls the profiles with a bound. Everything here runs on the caller's scheduler, one step at a time.</summary>
    private async Task<ProfileCounts> CallProfilesAsync(List<(ICustomerProfileGrain Profile, ProfileChanges Changes)> groups, CancellationToken cancellationToken)
    {
        var counts = new ProfileCounts();
        var next = 0;
        var callers = new Task[Math.Min(options.ProfileCallsInFlight, groups.Count)];
        for (var i = 0; i < callers.Length; i++)
            callers[i] = CallUntilNoneIsLeftAsync();
        await Task.WhenAll(callers);
        return counts;

        async Task CallUntilNoneIsLeftAsync()
        {
            while (next < groups.Count)
            {
                var (profile, changes) = groups[next++];
                counts.Add(await CallAsync(profile, changes, cancellationToken));
            }
        }
    }

    /// <summary>A call whose outcome is unknown is made again: applying is idempotent.</summary>
    private async Task<ProfileChangeCounts> CallAsync(ICustomerProfileGrain profile, ProfileChanges changes, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await profile.ApplyAsync(changes);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && attempt < options.ProfileCallAttempts)
            {
                await Task.Delay(RetryDelay * attempt, time, cancellationToken);
            }
        }
    }

    private RejectedRecord Reject(string runId, StoreResource resource, UnreadableRecord record) => new()
    {
        Account = integration.Account,
        IntegrationId = integration.IntegrationId,
        RunId = runId,
        Resource = resource.ToString(),
        RecordId = record.RecordId,
        Code = record.Code,
        Reason = record.Reason,
        Raw = record.Raw,
        At = time.GetUtcNow(),
    };

    private static UnreadableRecord Unidentified(string kind, string? id) => new(
        id, "customer_missing", $"The {kind} names no e-mail, no customer id and no document, so there is no profile it could belong to.", Raw: id ?? "");

    private sealed class ProfileCounts
    {
        public int New { get; private set; }

        public int Changed { get; private set; }

        public int Unchanged { get; private set; }

        public int TooOldToCorrect { get; private set; }

        public void Add(ProfileChangeCounts counts)
        {
            New += counts.New;
            Changed += counts.Changed;
            Unchanged += counts.Unchanged;
            TooOldToCorrect += counts.TooOldToCorrect;
        }
    }
}
