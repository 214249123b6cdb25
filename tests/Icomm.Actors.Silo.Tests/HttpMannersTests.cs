using System.Net;

namespace Icomm.Actors.Silo.Tests;

/// <summary>What browsers and networks want of the API.</summary>
[Collection(SiloCollection.Name)]
public sealed class HttpMannersTests(RunningSilo silo)
{
    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://elsewhere.example", false)]
    public async Task OnlyPagesOfConfiguredOriginsMayCall(string origin, bool may)
    {
        using var stranger = silo.Client(key: null);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/databases");
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,idempotency-key");
        using var answer = await stranger.SendAsync(preflight);
        Assert.Equal(may, answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task AnswersAreCompressedForThoseWhoTakeIt()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/profile-fields");
        request.Headers.Add("Accept-Encoding", "gzip");
        using var answer = await silo.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task ABodyOfMoreThanAMegabyteIsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/databases") { Content = new StringContent($$"""{"name":"{{new string('x', 1_100_000)}}"}""") };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.ExpectContinue = true;
        using var answer = await silo.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
