using System.Net;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>Accounts, as an operator sees them.</summary>
[Collection(SiloCollection.Name)]
public sealed class AccountTests(RunningSilo silo)
{
    private const string Accounts = "/api/v1/accounts";

    [Fact]
    public async Task WhatWasThereBeforeThereWereAccountsIsTheFirstAccounts()
    {
        var first = await silo.Http.ReadAsync($"{Accounts}/default");
        Assert.Equal("default", first.GetProperty("name").GetString());
        Assert.Contains(await silo.Http.ReadAllAsync($"{Accounts}?limit=3"), account => account.Id() == "default");
    }

    [Fact]
    public async Task ANameBelongsToOneAccount()
    {
        var name = $"Company {Guid.NewGuid():N}";
        await silo.Http.SendAsync(Accounts, new { name }, HttpStatusCode.Created);
        (await silo.Http.SendAsync(Accounts, new { name = name.ToUpperInvariant() }, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "account_exists");
        var other = await silo.CreateAccountAsync();
        (await silo.Http.PatchAsync($"{Accounts}/{other}", new { name }, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "account_exists");
        var renamed = await silo.Http.PatchAsync($"{Accounts}/{other}", new { name = $"{name} 2" }, HttpStatusCode.OK);
        Assert.Equal(renamed.GetRawText(), (await silo.Http.ReadAsync($"{Accounts}/{other}")).GetRawText());
    }

    [Fact]
    public async Task OnlyTheVersionThatWasReadIsChanged()
    {
        var path = $"{Accounts}/{await silo.CreateAccountAsync()}";
        using var read = await silo.Http.GetAsync(path);
        var tag = read.Headers.ETag!.ToString();
        await silo.Http.PatchAsync(path, new { isDisabled = true }, HttpStatusCode.OK, tag);
        (await silo.Http.PatchAsync(path, new { isDisabled = false }, HttpStatusCode.PreconditionFailed, tag)).AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
    }

    [Fact]
    public async Task ChangesAtOneTimeWithoutAVersionAreAllMade()
    {
        var path = $"/api/v1/accounts/{await silo.CreateAccountAsync()}";
        var name = $"Renamed {Guid.NewGuid():N}";

        await Task.WhenAll(silo.Http.PatchAsync(path, new { name }, HttpStatusCode.OK), silo.Http.PatchAsync(path, new { isDisabled = true }, HttpStatusCode.OK));

        var after = await silo.Http.ReadAsync(path);
        Assert.Equal((name, true), (after.GetProperty("name").GetString(), after.TryGetProperty("disabledAt", out _)));
    }

    [Fact]
    public async Task TheKeysOfADisabledAccountOpenNothingUntilItIsEnabled()
    {
        var account = await silo.CreateAccountAsync();
        using var tenant = await silo.ClientAsync(account, "read");
        await tenant.ReadAsync("/api/v1/databases");
        Assert.True((await silo.Http.PatchAsync($"{Accounts}/{account}", new { isDisabled = true }, HttpStatusCode.OK)).TryGetProperty("disabledAt", out _));
        await tenant.RefusedAsync(HttpMethod.Get, "/api/v1/databases", HttpStatusCode.Forbidden, "account_disabled");
        using (var acting = silo.Operator(account))
            await acting.ReadAsync("/api/v1/databases");
        Assert.False((await silo.Http.PatchAsync($"{Accounts}/{account}", new { isDisabled = false }, HttpStatusCode.OK)).TryGetProperty("disabledAt", out _));
        await tenant.ReadAsync("/api/v1/databases");
    }

    [Fact]
    public async Task NobodyDisablesTheirOwnAccount() =>
        (await silo.Http.PatchAsync($"{Accounts}/default", new { isDisabled = true }, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "account_own");

    [Fact]
    public async Task TwoAccountsMayUseTheSameNamesForTheirDatabases()
    {
        var name = $"Clientes {Guid.NewGuid():N}";
        for (var i = 0; i < 2; i++)
        {
            using var tenant = await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write");
            await tenant.SendAsync("/api/v1/databases", new { name, timeZone = "Etc/UTC", currency = "UYU" }, HttpStatusCode.Created);
            Assert.Single((await tenant.ReadAsync("/api/v1/databases")).Items());
        }
    }
}
