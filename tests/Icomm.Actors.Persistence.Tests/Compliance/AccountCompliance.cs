using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.Persistence.Accounts;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What the stores of accounts and keys must do.</summary>
public abstract class AccountCompliance
{
    private static readonly DateTimeOffset Now = Samples.Now.AddTicks(1_234_567);

    protected abstract StoreFixture Open();

    [Fact]
    public async Task The_first_account_is_made_with_its_key_and_once()
    {
        await using var store = Open();
        Assert.True(await store.Accounts.TryAddFirstAsync(Account("a1", "First"), Key("k1", "a1"), default));
        Assert.False(await store.Accounts.TryAddFirstAsync(Account("a2", "Second"), Key("k2", "a2"), default));
        await store.ReopenAsync();
        Assert.Equal(["a1"], (await store.Accounts.ListAsync(null, 10, default)).Select(account => account.Account));
        Assert.Equal(["k1"], (await store.Keys.ListAsync("a1", null, 10, default)).Select(key => key.KeyId));
        Assert.Empty(await store.Keys.ListAsync("a2", null, 10, default));
    }

    [Fact]
    public async Task An_account_is_added_once_by_id_and_by_name_and_updated_by_its_version()
    {
        await using var store = Open();
        var account = Account("a1", "Ñandú S.A.");
        Assert.True(await store.Accounts.TryAddAsync(account, default));
        Assert.False(await store.Accounts.TryAddAsync(account with { Name = "other" }, default));
        Assert.False(await store.Accounts.TryAddAsync(Account("a2", "ÑANDÚ s.a."), default));
        Assert.True(await store.Accounts.TryAddAsync(Account("a2", "Archivo"), default));

        var disabled = account with { DisabledAt = Now.AddHours(1) };
        Assert.Equal(AccountUpdate.Updated, await store.Accounts.UpdateAsync(disabled, 1, default));
        Assert.Equal(AccountUpdate.OtherVersion, await store.Accounts.UpdateAsync(disabled, 1, default));
        Assert.Equal(AccountUpdate.NameTaken, await store.Accounts.UpdateAsync(disabled with { Name = "ARCHIVO" }, 2, default));
        Assert.Equal(AccountUpdate.NotFound, await store.Accounts.UpdateAsync(Account("a3", "x"), 1, default));
        await store.ReopenAsync();

        Assert.Equal(disabled with { Version = 2 }, await store.Accounts.FindAsync("a1", default));
        Assert.Null(await store.Accounts.FindAsync("a3", default));
        Assert.Equal(["a1"], (await store.Accounts.ListAsync(null, 1, default)).Select(found => found.Account));
        Assert.Equal(["a2"], (await store.Accounts.ListAsync("a1", 10, default)).Select(found => found.Account));
    }

    [Fact]
    public async Task A_key_is_found_by_its_secret_with_all_that_is_known_of_it()
    {
        await using var store = await OpenWithAccountAsync();
        var key = Key("k1", "a1") with { ExpiresAt = Now.AddDays(1), Scopes = ["read", "operate"] };
        await store.Keys.AddAsync(key, default);
        await store.ReopenAsync();

        var found = await store.Keys.FindAsync(key.Secret.Hash, default);
        Assert.Equal((false, false, true, false), (found!.IsFormer, found.IsAccountDisabled, found.IsValidAt(Now), found.IsExpiredAt(Now)));
        Assert.True(found.IsExpiredAt(Now.AddDays(1)));
        Assert.Equal(
            (key.KeyId, key.Account, key.Name, key.Secret.Hint, key.CreatedAt, key.ExpiresAt),
            (found.Key.KeyId, found.Key.Account, found.Key.Name, found.Key.Secret.Hint, found.Key.CreatedAt, found.Key.ExpiresAt));
        Assert.Equal(key.Scopes.AsEnumerable(), found.Key.Scopes);
        Assert.Null(await store.Keys.FindAsync(Hash("k2"), default));
        Assert.Null(await store.Keys.FindAsync("a2", "k1", default));
        Assert.NotNull(await store.Keys.FindAsync("a1", "k1", default));

        await store.Accounts.UpdateAsync(Account("a1", "First") with { DisabledAt = Now }, 1, default);
        Assert.True((await store.Keys.FindAsync(key.Secret.Hash, default))!.IsAccountDisabled);
    }

    [Fact]
    public async Task A_rotation_leaves_the_secret_before_it_valid_for_a_while()
    {
        await using var store = await OpenWithAccountAsync();
        await store.Keys.AddAsync(Key("k1", "a1"), default);
        Assert.False(await store.Keys.RotateAsync("a2", "k1", Secret("s2"), Now, default));
        Assert.True(await store.Keys.RotateAsync("a1", "k1", Secret("s2"), Now.AddHours(1), default));
        var former = await store.Keys.FindAsync(Hash("k1"), default);
        Assert.Equal((true, true, false), (former!.IsFormer, former.IsValidAt(Now), former.IsValidAt(Now.AddHours(1))));
        Assert.False((await store.Keys.FindAsync(Hash("s2"), default))!.IsFormer);

        Assert.True(await store.Keys.RotateAsync("a1", "k1", Secret("s3"), formerUntil: null, default));
        Assert.Null(await store.Keys.FindAsync(Hash("k1"), default));
        Assert.Null(await store.Keys.FindAsync(Hash("s2"), default));
        Assert.True((await store.Keys.FindAsync(Hash("s3"), default))!.IsValidAt(Now));
    }

    [Fact]
    public async Task A_revoked_key_stays_known_and_opens_nothing()
    {
        await using var store = await OpenWithAccountAsync();
        await store.Keys.AddAsync(Key("k1", "a1"), default);
        await store.Keys.RotateAsync("a1", "k1", Secret("s2"), Now.AddHours(1), default);
        Assert.False(await store.Keys.RevokeAsync("a2", "k1", Now, default));
        Assert.True(await store.Keys.RevokeAsync("a1", "k1", Now, default));
        Assert.False(await store.Keys.RevokeAsync("a1", "k1", Now, default));
        Assert.False(await store.Keys.RotateAsync("a1", "k1", Secret("s3"), null, default));
        Assert.Null(await store.Keys.FindAsync(Hash("k1"), default));
        Assert.False((await store.Keys.FindAsync(Hash("s2"), default))!.IsValidAt(Now));
        Assert.Equal(Now, (await store.Keys.ListAsync("a1", null, 10, default)).Single().RevokedAt);
    }

    [Fact]
    public async Task Keys_are_listed_newest_first()
    {
        await using var store = await OpenWithAccountAsync();
        foreach (var id in (string[])["k1", "k3", "k2"])
            await store.Keys.AddAsync(Key(id, "a1"), default);
        await store.Keys.AddAsync(Key("k4", "a2"), default);
        Assert.Equal(["k3", "k2"], (await store.Keys.ListAsync("a1", null, 2, default)).Select(key => key.KeyId));
        Assert.Equal(["k1"], (await store.Keys.ListAsync("a1", "k2", 2, default)).Select(key => key.KeyId));
    }

    [Fact]
    public async Task A_use_is_noted_unless_one_is_noted_since()
    {
        await using var store = await OpenWithAccountAsync();
        await store.Keys.AddAsync(Key("k1", "a1"), default);
        await store.Keys.TouchAsync("k1", Now, Now.AddMinutes(-1), default);
        await store.Keys.TouchAsync("k1", Now.AddSeconds(30), Now.AddSeconds(-30), default);
        Assert.Equal(Now, (await store.Keys.FindAsync("a1", "k1", default))!.LastUsedAt);
        await store.Keys.TouchAsync("k1", Now.AddSeconds(90), Now.AddSeconds(30), default);
        Assert.Equal(Now.AddSeconds(90), (await store.Keys.FindAsync("a1", "k1", default))!.LastUsedAt);
    }

    private static AccountRow Account(string id, string name) => new(id, name, Now, DisabledAt: null);

    private static ApiKeyRow Key(string id, string account) => new() { KeyId = id, Account = account, Name = $"Key {id}", Scopes = ["read"], Secret = Secret(id), CreatedAt = Now };

    private static ApiKeySecret Secret(string text) => new(Hash(text), text);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private async Task<StoreFixture> OpenWithAccountAsync()
    {
        var store = Open();
        await store.Accounts.TryAddAsync(Account("a1", "First"), default);
        return store;
    }
}
