using System.Text.Json;
using Icomm.Actors.EndToEnd.Oracle;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Waiting;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>Whatever the contacts API does, at the end its contacts equal the database's profiles; and nothing is sent that it has.</summary>
public sealed class PublishingTests(PublishingHost host, ITestOutputHelper output) : IClassFixture<PublishingHost>
{
    private const string Contacts = "/Contacts/SaveMultiContact";
    private const string Profile = "profile-1";
    private static readonly DateOnly AsOf = PublishingHost.AsOf;

    private static readonly string[] Ages = ["ICOMMKT_Days_Since_First_Purchase", "ICOMMKT_Days_Since_Last_Purchase"];

    public static TheoryData<FaultKind> Faults => [
        FaultKind.TooManyRequests, FaultKind.ServerError, FaultKind.UnavailableHtml, FaultKind.HangAfterwards, FaultKind.Hang, FaultKind.ConnectionReset, FaultKind.ConnectionResetAfterwards,
        FaultKind.ConnectionResetMidBody, FaultKind.TruncatedJson, FaultKind.ResponseMissing, FaultKind.ResponseExtra];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task ContactsEqualProfilesAfterAnyFault(FaultKind fault)
    {
        var (shop, publication) = (host.Shop, await host.PublicationAsync());

        // Once in passing, then so often that a run gives up.
        shop.Shop.Faults.Add(new FaultRule(fault) { Path = Contacts, Skip = 2, Times = 1 });
        shop.Shop.Faults.Add(new FaultRule(fault) { Path = Contacts, Skip = 5, Times = 4 });
        var runs = 0;
        JsonElement run;
        do
        {
            await publication.StartAsync();
            run = await publication.EndAsync();
            output.WriteLine(run.GetRawText());
        }
        while (run.TryGetProperty("problemCode", out _) && ++runs < 10);
        shop.Shop.Faults.Clear();
        await AssertContactsEqualProfilesAsync(shop, publication, host.Driver, AsOf);
        Assert.Equal(0, (await publication.PublishAsync()).GetProperty("sent").GetInt32());
    }

    [Fact]
    public async Task RefusedContactsAreShownAndSentAgain()
    {
        var (shop, driver, publication) = (host.Shop, host.Driver, await host.PublicationAsync());
        var profiles = await driver.ProfilesAsync(AsOf);
        var refused = profiles.Where((_, i) => i % 37 == 5).Select(profile => profile.Email).ToArray();
        foreach (var email in refused)
            shop.Shop.Icommkt!.Reject(new RejectionRule(email));

        var run = await publication.PublishAsync();
        Assert.Equal((profiles.Count - refused.Length, refused.Length), (run.GetProperty("sent").GetInt32(), run.GetProperty("rejected").GetInt32()));
        var rejections = await publication.RejectionsAsync();
        Assert.Equal(refused.Order(StringComparer.Ordinal), rejections.Select(rejection => rejection.GetProperty("email").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(rejections, rejection => Assert.NotEmpty(rejection.GetProperty("message").GetString()!));
        ContactComparison.AssertEqual([.. profiles.Where(profile => !refused.Contains(profile.Email))], publication.Contacts);

        shop.Shop.Icommkt!.ClearRejections();
        Assert.Equal(refused.Length, (await publication.PublishAsync()).GetProperty("sent").GetInt32());
        Assert.Empty(await publication.RejectionsAsync());
        await AssertContactsEqualProfilesAsync(shop, publication, driver, AsOf);
    }

    [Fact]
    public async Task APublicationThatIsKilledGoesOn()
    {
        using var folder = new TestFolder();
        await using var shop = await PublishingHost.StartShopAsync();
        await using var silo = await SiloProcess.StartAsync(folder.Path, PublishingHost.Impatient);
        var (_, driver, publication) = await RefreshedAsync(silo, shop);
        var profiles = (await driver.ProfilesAsync(AsOf)).Count;

        // Slow enough that each kill finds the run under way.
        shop.Shop.Faults.Add(new FaultRule(Fault.DelayOf(TimeSpan.FromMilliseconds(40))) { Path = Contacts, Times = null });
        var runId = await publication.StartAsync();
        foreach (var share in new[] { 0.2, 0.5, 0.8 })
        {
            await Wait.UntilAsync(
                "publish until the kill", "the receiver", $"at {share:P0} of {profiles} contacts", TimeSpan.FromMinutes(3), () => Task.FromResult(publication.Contacts.Count),
                count => count >= share * profiles, count => $"at {count}", TimeSpan.FromMilliseconds(5));
            await silo.KillAsync();
            await silo.StartAsync();
        }

        var run = await publication.EndAsync();
        output.WriteLine(run.GetRawText());
        Assert.Equal(runId, run.GetProperty("runId").GetString());
        Assert.False(run.TryGetProperty("problemCode", out _), run.GetRawText());
        await AssertContactsEqualProfilesAsync(shop, publication, driver, AsOf);
        output.WriteLine($"{publication.Contacts.Sum(contact => contact.Saves)} saves of {profiles} contacts");
        silo.AssertLogsAreClean();
    }

    [Fact]
    public async Task OnlyWhatChangedIsSent()
    {
        using var folder = new TestFolder();
        var port = FreePort.Next();
        ShopData data;
        IReadOnlyList<ObservedProfile> before;
        await using var silo = await SiloProcess.StartAsync(folder.Path, PublishingHost.Impatient);
        RefreshDriver driver;
        Publication publication;
        await using (var shop = await PublishingHost.StartShopAsync(port))
        {
            (var integration, driver, publication) = await RefreshedAsync(silo, shop);
            await publication.PublishAsync();
            await AssertContactsEqualProfilesAsync(shop, publication, driver, AsOf);
            before = await driver.ProfilesAsync(AsOf);

            // A refresh that finds nothing changed publishes nothing, though it is told to.
            var requests = shop.Shop.Icommkt!.Statistics.Requests;
            await driver.RefreshAsync(AsOf, publish: true);
            Assert.Equal(0, (await publication.EndAsync()).GetProperty("sent").GetInt32());
            Assert.Equal(requests, shop.Shop.Icommkt!.Statistics.Requests);

            // Somebody buys, somebody's only purchase is cancelled, and the same day is refreshed again.
            var saves = publication.Contacts.ToDictionary(contact => contact.Email, contact => contact.Saves);
            Change(shop);
            await integration.SyncWellAsync();
            await driver.RefreshAsync(AsOf, publish: true);
            var run = await publication.EndAsync();
            var after = await driver.ProfilesAsync(AsOf);
            var changed = Changed(before, after);
            output.WriteLine($"{changed.Count} of {after.Count} profiles changed: {run.GetRawText()}");
            Assert.InRange(changed.Count, 2, after.Count / 2);
            Assert.Equal(changed.Count, run.GetProperty("sent").GetInt32());
            Assert.Equal(
                changed.Order(StringComparer.Ordinal),
                publication.Contacts.Where(contact => contact.Saves != saves.GetValueOrDefault(contact.Email)).Select(contact => contact.Email).Order(StringComparer.Ordinal));
            await AssertContactsEqualProfilesAsync(shop, publication, driver, AsOf);
            (before, data) = (after, shop.Data);
        }

        // The next day goes to a receiver that has forgotten everything: what it then has is what was sent.
        await using var again = await ServedShop.StartAsync(ShopSource.Of(data), port, new IcommktOptions { ProfileKeys = [Profile] });
        await driver.RefreshAsync(AsOf.AddDays(1), publish: true);
        var last = await publication.EndAsync();
        var next = await driver.ProfilesAsync(AsOf.AddDays(1));
        var moved = Changed(before, next);
        var contacts = again.Shop.Icommkt!.Contacts(Profile).ToDictionary(contact => contact.Email);
        output.WriteLine($"next day: {moved.Count} of {next.Count} profiles changed besides their days: {last.GetRawText()}");
        foreach (var profile in next)
        {
            var all = ContactComparison.FieldsOf(profile);
            var expected = moved.Contains(profile.Email)
                ? all
                : all.Where(field => Ages.Contains(field.Key) || field.Key is "Nombre" or "Apellido");
            if (!moved.Contains(profile.Email) && all["ICOMMKT_Days_Since_Last_Purchase"].Length == 0)
                Assert.False(contacts.ContainsKey(profile.Email), $"{profile.Email} never bought, and nothing of it changed.");
            else
                Assert.Equal(expected.OrderBy(field => field.Key, StringComparer.Ordinal), contacts[profile.Email].Fields.OrderBy(field => field.Key, StringComparer.Ordinal));
        }

        silo.AssertLogsAreClean();
    }

    /// <summary>The shop synced and refreshed, nothing published yet.</summary>
    private static async Task<(Integration, RefreshDriver, Publication)> RefreshedAsync(SiloProcess silo, ServedShop shop)
    {
        var integration = await Integration.CreateAsync(silo, shop);
        await integration.SyncWellAsync();
        var driver = new RefreshDriver(silo, integration.DatabaseId);
        await driver.RefreshAsync(AsOf, publish: false);
        return (integration, driver, await Publication.CreateAsync(silo, integration.DatabaseId, shop, Profile));
    }

    private async Task AssertContactsEqualProfilesAsync(ServedShop shop, Publication publication, RefreshDriver driver, DateOnly asOf)
    {
        var compared = ContactComparison.AssertEqual(await driver.ProfilesAsync(asOf), publication.Contacts);
        Assert.Empty(shop.Shop.Icommkt!.Violations);
        output.WriteLine($"{compared:N0} values of {publication.Contacts.Count} contacts are equal");
    }

    /// <summary>One customer buys once more, another loses the only purchase there was: every indicator of it becomes empty.</summary>
    private static void Change(ServedShop shop)
    {
        var byCustomer = shop.Data.Orders.Where(order => !order.Customer.IsGuest).GroupBy(order => order.Customer.Id).ToArray();
        shop.Shop.Keeper.Cancel(byCustomer.First(orders => orders.Count() == 1 && orders.First().State == OrderState.Complete && orders.First().Lines.All(line => line.Refunded == 0)).First().Id);
        var model = byCustomer.First(orders => orders.Count(order => order.State == OrderState.Complete) > 3).First(order => order.State == OrderState.Complete);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var next = shop.Data.Orders[^1].Id + 1;
        shop.Shop.Keeper.Put(model with
        {
            Id = next, Number = $"N{next}", CreatedAt = AsOf.ToDateTime(new TimeOnly(9, 30), DateTimeKind.Utc), UpdatedAt = new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc),
        });
    }

    /// <summary>Who differs in anything but the two days since a purchase.</summary>
    private static HashSet<string> Changed(IReadOnlyList<ObservedProfile> before, IReadOnlyList<ObservedProfile> after)
    {
        var old = before.ToDictionary(profile => profile.Email, Fields);
        return [.. after.Where(profile => !old.TryGetValue(profile.Email, out var fields) || fields != Fields(profile)).Select(profile => profile.Email)];

        static string Fields(ObservedProfile profile) => string.Join('\n', ContactComparison.FieldsOf(profile).Where(field => !Ages.Contains(field.Key)));
    }
}
