using System.Net;
using System.Net.Http.Headers;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>Who gets in, and in whose account they are then.</summary>
[Collection(SiloCollection.Name)]
public sealed class AccessTests(RunningSilo silo)
{
    private const string Databases = "/api/v1/databases";

    [Fact]
    public async Task WithoutAKeyNothingIsAnswered()
    {
        using var stranger = silo.Client(key: null);
        using var answer = await stranger.GetAsync(Databases);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        await stranger.RefusedAsync(HttpMethod.Get, Databases, HttpStatusCode.Unauthorized, "key_missing");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    public async Task HealthAndTheDocumentAreOpen(string path)
    {
        using var stranger = silo.Client(key: null);
        using var answer = await stranger.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task AKeyIsShownInEitherHeader()
    {
        using var bearer = silo.Client(key: null);
        bearer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.FirstKey);
        await bearer.ReadAsync(Databases);
        bearer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", silo.FirstKey);
        await bearer.ReadAsync(Databases);
        using var header = silo.Client(silo.FirstKey);
        await header.ReadAsync(Databases);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("icak_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task AKeyThatIsNoneIsRefused(string key)
    {
        using var client = silo.Client(key);
        await client.RefusedAsync(HttpMethod.Get, Databases, HttpStatusCode.Unauthorized, "key_invalid");
        using var basic = silo.Client(key: null);
        basic.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Basic {key}");
        await basic.RefusedAsync(HttpMethod.Get, Databases, HttpStatusCode.Unauthorized, "key_invalid");
    }

    [Fact]
    public async Task AnOperatorActsInTheAccountThatItNames()
    {
        var account = await silo.CreateAccountAsync();
        using var acting = silo.Operator(account);
        using var tenant = await silo.ClientAsync(account, "read", "write");
        var database = await acting.CreateDatabaseAsync();
        await tenant.ReadAsync($"{Databases}/{database}");
        (await silo.Http.ReadAsync($"{Databases}/{database}", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
    }

    [Fact]
    public async Task AnAccountThatIsNotThereIsNotFound()
    {
        using var nowhere = silo.Operator("nowhere");
        (await nowhere.ReadAsync(Databases, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "account_not_found");
    }

    [Fact]
    public async Task WithoutTheScopeToOperateNobodyNamesAnotherAccount()
    {
        var (own, other) = (await silo.CreateAccountAsync(), await silo.CreateAccountAsync());
        var key = (await silo.CreateKeyAsync(own, "read", "write")).GetProperty("key").GetString();
        foreach (var (named, isOwn) in new[] { (own, true), (other, false), ("nowhere", false) })
        {
            using var client = silo.Client(key);
            client.DefaultRequestHeaders.Add("X-Account", named);
            if (isOwn)
                await client.ReadAsync(Databases);
            else
                Assert.Equal("operate", (await client.RefusedAsync(HttpMethod.Get, Databases, HttpStatusCode.Forbidden, "scope_missing")).GetProperty("scope").GetString());
        }
    }

    [Fact]
    public async Task TheFirstKeyIsKeptWhereOnlyItsOwnerReadsIt()
    {
        var file = Path.Combine(silo.DataFolder, "first-key");
        Assert.Matches(@"^icak_\S+\n$", await File.ReadAllTextAsync(file));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task NoFileButThatOneHoldsTheFirstKey()
    {
        foreach (var file in Directory.EnumerateFiles(silo.DataFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not "first-key" and not "lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var text = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(silo.FirstKey, await text.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }
}
