using Icomm.Actors.Publishing.Tests.Support;
using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.Publishing.Tests.Icommkt;

/// <summary>What a person who sets up a target is told.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task Good_settings_are_good_and_nothing_changes()
    {
        await using var harness = await IcommktHarness.StartAsync();

        Assert.Null(await harness.Registry.VerifyAsync(harness.Target(), CancellationToken.None));

        Assert.Single(harness.Icommkt.Requests);
        Assert.Empty(harness.Icommkt.Contacts());
        harness.AssertNoViolations();
    }

    [Theory]
    [InlineData("apiKey", "wrong", "publish_unauthorised")]
    [InlineData("apiKey", null, "publish_setting_missing")]
    [InlineData("apiKey", "two words", "publish_setting_invalid")]
    [InlineData("profileKey", "wrong", "publish_profile_unknown")]
    [InlineData("profileKey", " ", "publish_setting_missing")]
    [InlineData("batchSize", "0", "publish_setting_invalid")]
    [InlineData("batchSize", "501", "publish_setting_invalid")]
    [InlineData("batchSize", "many", "publish_setting_invalid")]
    [InlineData("requestsPerMinute", "5", "publish_setting_invalid")]
    [InlineData("firstNameField", "a\nb", "publish_setting_invalid")]
    [InlineData("apiUrl", "http://127.0.0.1:9/", "publish_unreachable")]
    [InlineData("apiUrl", "http://10.0.0.1/", "publish_address_invalid")]
    [InlineData("apiUrl", "https://10.0.0.1/", "publish_address_invalid")]
    [InlineData("apiUrl", "https://169.254.169.254/", "publish_address_invalid")]
    [InlineData("apiUrl", "ftp://icommkt.example", "publish_address_invalid")]
    [InlineData("apiUrl", "https://user:pw@icommkt.example", "publish_address_invalid")]
    public async Task What_is_wrong_is_said(string setting, string? value, string code)
    {
        await using var harness = await IcommktHarness.StartAsync();

        var problem = await harness.Registry.VerifyAsync(harness.Target((setting, value)), CancellationToken.None);

        Assert.Equal(code, problem?.Code);
        Assert.NotEmpty(problem!.Remedy);
        harness.AssertSecretsKept(problem.ToString() + harness.Logs.Text);
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, "publish_throttled")]
    [InlineData(FaultKind.ServerError, "publish_service_failed")]
    [InlineData(FaultKind.HtmlPage, "publish_answer_invalid")]
    [InlineData(FaultKind.BrokenJson, "publish_answer_invalid")]
    public async Task A_person_does_not_wait_for_retries(FaultKind kind, string code)
    {
        await using var harness = await IcommktHarness.StartAsync();
        harness.Shop.Faults.Add(new FaultRule(kind) { Path = "/Contacts/", Times = null });

        Assert.Equal(code, (await harness.Registry.VerifyAsync(harness.Target(), CancellationToken.None))?.Code);
        Assert.Equal(1, harness.Shop.Statistics.FaultsFired);
    }

    [Fact]
    public async Task Loopback_is_for_development_only()
    {
        await using var harness = await IcommktHarness.StartAsync(configure: http => http.AllowLoopback = false);

        Assert.Equal("publish_address_invalid", (await harness.Registry.VerifyAsync(harness.Target(), CancellationToken.None))?.Code);
        Assert.Equal("publish_address_invalid", Assert.Throws<PublishException>(() => harness.Sink()).Code);
    }

    [Fact]
    public async Task Every_kind_of_target_says_what_it_asks()
    {
        await using var harness = await IcommktHarness.StartAsync();

        Assert.Equal(["csv", "icommkt", "omnichannel"], harness.Registry.All.Select(each => each.Type).Order(StringComparer.Ordinal));
        Assert.All(harness.Registry.All, each => Assert.NotEmpty(each.Description.Fields));
        Assert.Equal(["apiKey", "profileKey"], harness.Registry.Find("icommkt")!.Description.Fields.Where(field => field.IsSecret).Select(field => field.Name));
        Assert.Equal("publish_type_unknown", (await harness.Registry.VerifyAsync(harness.Target() with { Type = "fax" }, CancellationToken.None))?.Code);
    }

    [Fact]
    public async Task Settings_and_people_are_never_printed()
    {
        await using var harness = await IcommktHarness.StartAsync();

        harness.AssertSecretsKept($"{harness.Target()} {People.Person(1)} {People.Person(1).Fields[0]}");
    }
}
