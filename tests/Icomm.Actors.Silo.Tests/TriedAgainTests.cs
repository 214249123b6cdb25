using System.Net;
using Icomm.Actors.Persistence;
using Icomm.Actors.Silo.Requests;
using Icomm.Actors.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Icomm.Actors.Silo.Tests;

/// <summary>What a request gets whose grain is on its way to another silo.</summary>
public sealed class TriedAgainTests : IAsyncLifetime
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _time = new();
    private WebApplication _app = null!;
    private HttpClient _http = null!;
    private Exception _rejection = new SiloUnavailableException();
    private int _calls;
    private int _rejections;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_time);
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        var group = _app.MapGroup("/").TryReadsAgain();
        group.MapGet("/", Answer);
        group.MapPost("/", Answer);
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };

        IResult Answer() => ++_calls <= _rejections ? throw _rejection : TypedResults.Text("here");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task AReadIsTriedAgainUntilTheGrainIsThere(int rejections)
    {
        _rejections = rejections;
        var answer = await PassTimeUntilAsync(_http.GetAsync("/"));
        Assert.Equal((HttpStatusCode.OK, "here", rejections + 1), (answer.StatusCode, await answer.Content.ReadAsStringAsync(), _calls));
    }

    [Fact]
    public async Task AReadIsTriedAgainWhoseGrainWasGivenUp()
    {
        (_rejection, _rejections) = (new TaskCanceledException(), 1);
        var answer = await PassTimeUntilAsync(_http.GetAsync("/"));
        Assert.Equal((HttpStatusCode.OK, 2), (answer.StatusCode, _calls));
    }

    [Fact]
    public async Task AReadWhoseGrainStaysAwayFails()
    {
        _rejections = int.MaxValue;
        var answer = await PassTimeUntilAsync(_http.GetAsync("/"));
        Assert.Equal((HttpStatusCode.InternalServerError, 5), (answer.StatusCode, _calls));
    }

    [Fact]
    public async Task AChangeIsTriedOnce()
    {
        _rejections = 1;
        var answer = await PassTimeUntilAsync(_http.PostAsync("/", content: null));
        Assert.Equal((HttpStatusCode.InternalServerError, 1), (answer.StatusCode, _calls));
    }

    [Theory]
    [InlineData(PersistenceErrors.WriteOutcomeUnknown, 4, 5)]
    [InlineData(PersistenceErrors.StoreBusy, 5, 5)]
    [InlineData(PersistenceErrors.DiskFull, 1, 1)]
    public async Task TheLastStepOfASavedChangeIsTriedAgainWhileThatMayHelp(string code, int failures, int calls)
    {
        var finish = TriedAgain.FinishAsync(_time, () => ++_calls <= failures ? throw new PersistenceException(code, "made to fail") : Task.CompletedTask);
        await _time.RunAsync(finish, LongestDelay);
        Assert.Equal((calls, calls == failures), (_calls, finish.IsFaulted));
    }

    private async Task<HttpResponseMessage> PassTimeUntilAsync(Task<HttpResponseMessage> request)
    {
        while (await Task.WhenAny(request, _time.WhenTimerIsDueWithinAsync(LongestDelay)) != request)
            _time.Advance(LongestDelay);
        return await request;
    }
}
