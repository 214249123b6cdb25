using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>A check answers soon, and never throws.</summary>
public abstract partial class ConnectorCompliance
{
    [Fact]
    public async Task Good_settings_are_confirmed_with_what_was_found()
    {
        var found = await Connector.VerifyAsync(Connection, CancellationToken.None);

        Assert.Null(found.Problem);
        Assert.True(found.IsSuccess);
        Assert.Equal("USD", found.Currency);
        Assert.Equal("America/Montevideo", found.TimeZone);
        Assert.Equal(Shop.Data.Views.Where(view => view.Id > 0 && Store.HasStoreViews).Select(view => (Id: $"{view.Id}", view.Name)), found.StoreViews.Select(view => (view.Id, view.Name)));
        Assert.Equal(1, Shop.Statistics.MaxConcurrent);
    }

    [Fact]
    public async Task Wrong_credentials_are_an_answer()
    {
        var found = await Connector.VerifyAsync(Store.ConnectWrongly(Shop), CancellationToken.None);

        Assert.Equal(Store.RefusalCode, found.Problem?.Code);
    }

    /// <summary>Secrets that are stored must not follow a setting that leads elsewhere.</summary>
    [Fact]
    public void Settings_that_lead_to_the_shop_are_its_address()
    {
        var leading = Connection.Settings.Where(setting => setting.Value.Contains(Shop.BaseUrl.Authority, StringComparison.Ordinal)).Select(setting => setting.Key).ToArray();

        Assert.NotEmpty(leading);
        Assert.All(leading, name => Assert.True(Connector.Description.Fields.Single(field => field.Name == name).IsElsewhere(Connection.Settings[name], "https://elsewhere.example")));
    }

    [Fact]
    public async Task Missing_settings_are_an_answer()
    {
        foreach (var required in Connector.Description.Fields.Where(field => field.IsRequired))
        {
            var found = await Connector.VerifyAsync(Connection with { Settings = Connection.Settings.Remove(required.Name) }, CancellationToken.None);

            Assert.Equal("setting_missing", found.Problem?.Code);
        }
    }

    [Theory]
    [InlineData(FaultKind.ServerError, "store_error")]
    [InlineData(FaultKind.UnavailableHtml, "store_error")]
    [InlineData(FaultKind.HtmlPage, "answer_not_json")]
    [InlineData(FaultKind.ConnectionReset, "store_unreachable")]
    public async Task A_failing_store_is_an_answer_without_further_attempts(FaultKind kind, string code)
    {
        Shop.Faults.Add(new FaultRule(kind) { Times = null });

        var found = await Connector.VerifyAsync(Connection, CancellationToken.None);

        Assert.Equal(code, found.Problem?.Code);
        Assert.Equal(1, Shop.Statistics.Requests);
    }

    [Fact]
    public async Task A_store_that_never_answers_is_an_answer_within_the_limit()
    {
        var clock = new ManualTimeProvider();
        await using var harness = new ConnectorHarness(clock);
        Shop.Faults.Add(new FaultRule(FaultKind.Hang) { Times = null });
        var started = clock.GetUtcNow();

        var verifying = harness.Registry.Get(Store.StoreType).VerifyAsync(Connection, CancellationToken.None);
        await clock.RunAsync(verifying, harness.Http.Options.VerifyAttemptTimeout);

        Assert.Equal("store_timeout", (await verifying).Problem?.Code);
        Assert.InRange(clock.GetUtcNow() - started, TimeSpan.Zero, harness.Http.Options.VerifyTimeout);
    }
}
