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
    DatabaseRow database,
    IGrainFactory grains,
    ICatalogueStore catalogue,
    IRejectedRecords rejected,
    SuppressedRecords suppressed,
    FoundEmails foundEmails,
    IdentityKey identityKey,
    AccountTurns turns,
    SyncOptions options,
    TimeProvider time)
{
    /// <param name="leaving">Ends waiting for profiles that don't answer for the moment, since on a silo that stops they never will; what answers is applied to the end.</param>
    /// <exception cref="OperationCanceledException">Some profiles had to be waited for: all of the page is to be applied again.</exception>
    public async Task<AppliedPage> ApplyAsync(string runId, StoreResource resource, StorePage page, CancellationToken leaving)
    {
        var unusable = page.Unreadable.ToList();
        var (wanted, leftOut) = await suppressed.LeaveOutAsync(integration.IntegrationId, database, page, CancellationToken.None);
        var linked = await foundEmails.MergeAsync(integration.IntegrationId, database, wanted, grains, new PatientCalls(options, time), leaving);
        var groups = GroupByCustomer(wanted with { Orders = await EnrichAsync(wanted.Orders) }, linked, unusable);
        var products = page.Catalogue.IsEmpty
            ? default
            : await catalogue.SaveAsync(integration.Account, integration.IntegrationId, page.Catalogue, CancellationToken.None);
        var profiles = await new ProfileCalls(integration.Account, turns, options, time).CallAsync(groups, unusable, leaving);
        await rejected.ResolveAsync(integration.Account, integration.IntegrationId, resource.ToString(), UsedOf(resource, page, unusable), time.GetUtcNow(), CancellationToken.None);
        if (unusable.Count > 0)
            await rejected.AddAsync([.. unusable.Select(record => Reject(runId, resource, record))], CancellationToken.None);

        var counters = new RunCounters
        {
            Pages = 1,
            Read = page.RecordCount,
            New = profiles.New + products.New,
            Changed = profiles.Changed + products.Changed,
            Unchanged = profiles.Unchanged + page.Catalogue.Length - products.New - products.Changed,
            Rejected = unusable.Count + profiles.TooOldToCorrect,
            Suppressed = leftOut + profiles.Suppressed,
        };
        return new AppliedPage(counters, [.. unusable]);
    }

    /// <returns>The ids of the resource's records that could be used.</returns>
    private static HashSet<string> UsedOf(StoreResource resource, StorePage page, List<UnreadableRecord> unusable)
    {
        HashSet<string> used =
        [
            .. resource switch
            {
                StoreResource.Orders => page.Orders.Select(order => order.OrderId),
                StoreResource.Customers => page.Customers.Select(customer => customer.Reference.StoreCustomerId).OfType<string>(),
                _ => page.Catalogue.Select(item => item.ProductId),
            },
        ];
        used.ExceptWith(unusable.Select(record => record.RecordId).OfType<string>());
        return used;
    }

    /// <summary>Gives lines that lack a brand or categories those of the catalogue.</summary>
    private async Task<ImmutableArray<StoreOrder>> EnrichAsync(ImmutableArray<StoreOrder> orders)
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

        var items = await catalogue.FindAsync(integration.Account, integration.IntegrationId, wanted, CancellationToken.None);
        return items.IsEmpty ? orders : [.. orders.Select(order => order with { Lines = [.. order.Lines.Select(Enrich)] })];

        OrderLine Enrich(OrderLine line) => items.TryGetValue(line.ProductId, out var item)
            ? line with { Brand = line.Brand ?? item.Brand, Categories = line.Categories.IsEmpty ? item.Categories : line.Categories }
            : line;
    }

    private List<(ICustomerProfileGrain Profile, ProfileChanges Changes)> GroupByCustomer(
        StorePage page, ImmutableDictionary<string, string> linked, List<UnreadableRecord> unusable)
    {
        var groups = new Dictionary<string, CustomerRecords>();
        foreach (var order in page.Orders)
        {
            if (GroupOf(order.Customer) is { } group)
                group.Add(order);
            else
                unusable.Add(Unidentified("order", order.OrderId));
        }

        foreach (var customer in page.Customers)
        {
            if (GroupOf(customer.Reference) is { } group)
                group.Add(customer);
            else
                unusable.Add(Unidentified("customer", customer.Reference.StoreCustomerId));
        }

        return [.. groups.Select(group => (
            grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(integration.Account, database.DatabaseId, group.Key).ToString()),
            new ProfileChanges
            {
                IntegrationId = integration.IntegrationId,
                TimeZone = database.Settings.TimeZone,
                Orders = group.Value.Orders,
                Customers = group.Value.Customers,
            }))];

        CustomerRecords? GroupOf(CustomerReference reference)
        {
            if (!CustomerIdentity.TryCreate(integration.IntegrationId, reference, out var identity))
                return null;
            var id = identityKey.DigestOf(identity);
            var profileId = linked.GetValueOrDefault(id, id);
            if (!groups.TryGetValue(profileId, out var group))
                groups.Add(profileId, group = new CustomerRecords());
            return group;
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
}
