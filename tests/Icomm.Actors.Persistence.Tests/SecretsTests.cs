using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Persistence.Tests.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Persistence.Tests;

public sealed class SecretsTests
{
    private static readonly Dictionary<string, string> Secrets = new() { ["access_token"] = "s3cr3t-ñ", ["password"] = "" };

    [Fact]
    public async Task Secrets_come_back_also_after_a_restart_and_are_not_readable_in_between()
    {
        await using var store = new SqliteFixture();
        var text = Protector(store).Protect("acme", "i1", Secrets);
        Assert.DoesNotContain("s3cr3t", text, StringComparison.Ordinal);
        Assert.Equal(Secrets, Protector(store).Unprotect("acme", "i1", text));
        await store.ReopenAsync();
        Assert.Equal(Secrets, Protector(store).Unprotect("acme", "i1", text));
        Assert.Empty(Protector(store).Unprotect("acme", "i1", Protector(store).Protect("acme", "i1", new Dictionary<string, string>())));
    }

    [Theory]
    [InlineData("other", "i1")]
    [InlineData("acme", "i2")]
    [InlineData("acmei", "1")]
    public async Task Secrets_are_bound_to_account_and_integration(string account, string integration)
    {
        await using var store = new SqliteFixture();
        var text = Protector(store).Protect("acme", "i1", Secrets);
        var error = Assert.Throws<PersistenceException>(() => Protector(store).Unprotect(account, integration, text));
        Assert.Equal(PersistenceErrors.SecretsUnreadable, error.Code);
    }

    [Fact]
    public async Task Damaged_secrets_and_those_of_another_installation_are_refused()
    {
        await using var store = new SqliteFixture();
        await using var elsewhere = new SqliteFixture();
        foreach (var bad in new[] { "", "nonsense", Protector(elsewhere).Protect("acme", "i1", Secrets) })
            Assert.Equal(PersistenceErrors.SecretsUnreadable, Assert.Throws<PersistenceException>(() => Protector(store).Unprotect("acme", "i1", bad)).Code);
    }

    [Fact]
    public async Task The_identity_key_is_made_once_and_is_its_owners_only()
    {
        await using var store = new SqliteFixture();
        var key = Key(store);
        Assert.Equal(32, key.Length);
        Assert.NotEqual(new byte[32], key);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(store.Folder, "identity.key")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(store.Folder));
        }

        await store.ReopenAsync();
        Assert.Equal(key, Key(store));
        await using var other = new SqliteFixture();
        Assert.NotEqual(key, Key(other));
    }

    [Fact]
    public async Task A_missing_or_damaged_identity_key_beside_a_database_is_refused()
    {
        await using var store = new SqliteFixture();
        store.Database.Open();
        var file = Path.Combine(store.Folder, "identity.key");
        await store.Database.DisposeAsync();
        await File.WriteAllBytesAsync(file, new byte[5]);
        await store.ReopenAsync();
        Assert.Equal(PersistenceErrors.IdentityKeyUnusable, Assert.Throws<PersistenceException>(store.Database.Open).Code);
        File.Delete(file);
        Assert.Equal(PersistenceErrors.IdentityKeyUnusable, Assert.Throws<PersistenceException>(store.Database.Open).Code);
    }

    private static ISecretProtector Protector(SqliteFixture store) => store.Services.GetRequiredService<ISecretProtector>();

    private static byte[] Key(SqliteFixture store) => store.Services.GetRequiredService<IdentityKey>().Bytes.ToArray();
}
