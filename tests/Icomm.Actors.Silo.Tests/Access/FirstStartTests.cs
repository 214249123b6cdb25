using Icomm.Actors.Silo.Access;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>How an installation comes by its first key.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task TheFirstStartMakesAnAccountAndAKeyAndNoOtherDoes()
    {
        await using var stored = new StoredKeys();
        await stored.FirstStart().StartingAsync(default);
        var text = (await File.ReadAllTextAsync(Path.Combine(stored.DataFolder, "first-key"))).Trim();
        var found = await stored.Keys.FindAsync(ApiKeyText.HashOf(text), default);
        Assert.Equal(["read", "write", "operate"], found!.Key.Scopes.AsEnumerable());
        Assert.Equal("default", found.Key.Account);

        File.Delete(Path.Combine(stored.DataFolder, "first-key"));
        await stored.FirstStart().StartingAsync(default);
        Assert.False(File.Exists(Path.Combine(stored.DataFolder, "first-key")));
        Assert.Single(await stored.Keys.ListAsync("default", before: null, limit: 10, default));
    }

    [Fact]
    public async Task AKeyFromOutsideIsTakenAndShownNowhere()
    {
        await using var stored = new StoredKeys();
        var text = ApiKeyText.Make();
        var file = Path.Combine(stored.Folder, "secret");
        await File.WriteAllTextAsync(file, text + "\n");
        await stored.FirstStart(file).StartingAsync(default);
        Assert.NotNull(await stored.Keys.FindAsync(ApiKeyText.HashOf(text), default));
        Assert.False(File.Exists(Path.Combine(stored.DataFolder, "first-key")));
    }

    [Theory]
    [InlineData("let me in")]
    [InlineData(null)]
    public async Task AFileWithoutAKeyStopsTheStartAndLeavesNothing(string? content)
    {
        await using var stored = new StoredKeys();
        var file = Path.Combine(stored.Folder, "secret");
        if (content is not null)
            await File.WriteAllTextAsync(file, content);
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => stored.FirstStart(file).StartingAsync(default));
        Assert.Contains("Accounts:FirstKeyFile", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("let me in", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await stored.Accounts.ListAsync(after: null, limit: 10, default));
    }
}
