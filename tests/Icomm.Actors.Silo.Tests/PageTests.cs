using System.Net;

namespace Icomm.Actors.Silo.Tests;

/// <summary>What is served beside the API.</summary>
[Collection(SiloCollection.Name)]
public sealed class PageTests(RunningSilo silo)
{
    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    [InlineData("/health/startup", "startup")]
    public async Task HealthIsOneWord(string path, string word) => Assert.Equal(word, await silo.Http.GetStringAsync(path));

    [Fact]
    public async Task TheApiPageIsServedAndTheRootLeadsToIt()
    {
        using var root = await silo.Http.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, root.StatusCode);
        Assert.Equal("/docs", root.Headers.Location!.OriginalString);
        Assert.Contains("<html", await silo.Http.GetStringAsync("/docs/index.html"), StringComparison.OrdinalIgnoreCase);
    }
}
