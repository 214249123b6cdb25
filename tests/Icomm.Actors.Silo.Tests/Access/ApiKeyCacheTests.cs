using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Silo.Access;
using Microsoft.Extensions.Logging.Abstractions;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>How soon a silo sees what became of a key, and what a key's use costs.</summary>
public sealed class ApiKeyCacheTests
{
    [Fact]
    public async Task WhatThisSiloChangesItSeesAtOnce()
    {
        await using var stored = new StoredKeys();
        var (text, key) = await CreateAsync(stored);
        var cache = new ApiKeyCache(stored.Keys, stored.Clock);
        Assert.True(await IsValidAsync(cache, stored, text));
        await stored.Keys.RevokeAsync(key.Account, key.KeyId, stored.Clock.GetUtcNow(), default);
        cache.Forget();
        Assert.False(await IsValidAsync(cache, stored, text));
    }

    [Fact]
    public async Task WhatAnotherSiloChangesIsSeenWithinTenSeconds()
    {
        await using var stored = new StoredKeys();
        var (text, key) = await CreateAsync(stored);
        var cache = new ApiKeyCache(stored.Keys, stored.Clock);
        Assert.True(await IsValidAsync(cache, stored, text));
        await stored.Keys.RevokeAsync(key.Account, key.KeyId, stored.Clock.GetUtcNow(), default);
        Assert.True(await IsValidAsync(cache, stored, text));
        stored.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(await IsValidAsync(cache, stored, text));
    }

    [Fact]
    public async Task AKeyThatIsMadeAfterItWasTriedIsFound()
    {
        await using var stored = new StoredKeys();
        await stored.FirstStart().StartingAsync(default);
        var cache = new ApiKeyCache(stored.Keys, stored.Clock);
        var text = ApiKeyText.Make();
        Assert.Null(await cache.FindAsync(text, default));
        await stored.Keys.AddAsync(Key(stored, text), default);
        Assert.True(await IsValidAsync(cache, stored, text));
    }

    [Fact]
    public async Task AUseIsNotedOnceAMinute()
    {
        await using var stored = new StoredKeys();
        var (_, key) = await CreateAsync(stored);
        var uses = new ApiKeyUses(stored.Keys, stored.Clock, NullLogger<ApiKeyUses>.Instance);
        var start = stored.Clock.GetUtcNow();
        foreach (var (seconds, noted) in new[] { (0, 0), (30, 0), (59, 0), (61, 61), (100, 61) })
        {
            stored.Clock.Advance(start.AddSeconds(seconds) - stored.Clock.GetUtcNow());
            await uses.NoteAsync(key);
            Assert.Equal(start.AddSeconds(noted), (await stored.Keys.FindAsync(key.Account, key.KeyId, default))!.LastUsedAt);
        }
    }

    private static async Task<bool> IsValidAsync(ApiKeyCache cache, StoredKeys stored, string text) =>
        await cache.FindAsync(text, default) is { } key && key.IsValidAt(stored.Clock.GetUtcNow());

    private static async Task<(string Text, ApiKeyRow Key)> CreateAsync(StoredKeys stored)
    {
        await stored.FirstStart().StartingAsync(default);
        var text = ApiKeyText.Make();
        var key = Key(stored, text);
        await stored.Keys.AddAsync(key, default);
        return (text, key);
    }

    private static ApiKeyRow Key(StoredKeys stored, string text) => new()
    {
        KeyId = Guid.NewGuid().ToString("N"),
        Account = "default",
        Name = "Key",
        Scopes = ["read"],
        Secret = ApiKeyText.SecretOf(text),
        CreatedAt = stored.Clock.GetUtcNow(),
    };
}
