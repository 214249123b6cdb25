using Icomm.Actors.Persistence.Accounts;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What the store of requests that may be sent again must do.</summary>
public abstract class IdempotentRequestCompliance
{
    private static readonly DateTimeOffset Now = Samples.Now;
    private static readonly byte[] Fingerprint = [1, 2, 3];

    protected abstract StoreFixture Open();

    [Fact]
    public async Task A_key_is_taken_once_and_keeps_its_answer()
    {
        await using var store = Open();
        Assert.Null(await BeginAsync(store, Now));
        var waiting = await BeginAsync(store, Now.AddSeconds(1));
        Assert.Equal(Fingerprint, waiting!.Fingerprint);
        Assert.Null(waiting.Answer);
        Assert.Null(await BeginAsync(store, Now, account: "other"));

        await store.Requests.CompleteAsync("acme", "k", new IdempotentAnswer(201, "/there", "\"1\"", "application/json", [7, 8]), default);
        await store.ReopenAsync();
        var answer = (await BeginAsync(store, Now.AddHours(1)))!.Answer!;
        Assert.Equal((201, "/there", "\"1\"", "application/json"), (answer.Status, answer.Location, answer.Tag, answer.ContentType));
        Assert.Equal([7, 8], answer.Body);
    }

    [Fact]
    public async Task A_key_that_is_released_forgotten_or_given_up_can_be_taken_again()
    {
        await using var store = Open();
        Assert.Null(await BeginAsync(store, Now));
        await store.Requests.ReleaseAsync("acme", "k", default);
        Assert.Null(await BeginAsync(store, Now));

        Assert.NotNull(await BeginAsync(store, Now.AddMinutes(9)));
        Assert.Null(await BeginAsync(store, Now.AddMinutes(11)));

        await store.Requests.CompleteAsync("acme", "k", new IdempotentAnswer(204, null, null, null, []), default);
        await store.Requests.ReleaseAsync("acme", "k", default);
        Assert.NotNull((await BeginAsync(store, Now.AddHours(24)))!.Answer);
        Assert.Null(await BeginAsync(store, Now.AddHours(25)));
    }

    private static Task<IdempotentRequest?> BeginAsync(StoreFixture store, DateTimeOffset now, string account = "acme") =>
        store.Requests.BeginAsync(account, "k", Fingerprint, now, now.AddHours(-24), now.AddMinutes(-10), default);
}
