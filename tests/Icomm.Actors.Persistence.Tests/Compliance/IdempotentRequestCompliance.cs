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

    /// <summary>It may have made something the first time.</summary>
    [Fact]
    public async Task What_is_sent_again_because_it_failed_keeps_its_id()
    {
        await using var store = Open();
        Assert.Equal("first", await IdAsync("first", Now));
        await store.Requests.ReleaseAsync("acme", "k", default);
        Assert.Equal("first", await IdAsync("second", Now.AddMinutes(1)));
        Assert.Null(await IdAsync("third", Now.AddMinutes(2)));
        Assert.Equal("first", await IdAsync("fourth", Now.AddMinutes(12)));

        // Another request is about something else, and so is the same one when the first has its answer and is forgotten.
        await store.Requests.ReleaseAsync("acme", "k", default);
        Assert.Equal("fifth", await IdAsync("fifth", Now.AddMinutes(13), 4, 5, 6));
        await store.Requests.CompleteAsync("acme", "k", new IdempotentAnswer(204, null, null, null, []), default);
        Assert.Equal("sixth", await IdAsync("sixth", Now.AddHours(26), 4, 5, 6));

        async Task<string?> IdAsync(string id, DateTimeOffset now, params byte[] fingerprint) =>
            (await store.Requests.BeginAsync("acme", "k", fingerprint is [] ? Fingerprint : fingerprint, id, now, now.AddHours(-24), now.AddMinutes(-10), default)).ResourceId;
    }

    /// <returns>The request that has the key; null when this one has it.</returns>
    private static async Task<IdempotentRequest?> BeginAsync(StoreFixture store, DateTimeOffset now, string account = "acme")
    {
        var turn = await store.Requests.BeginAsync(account, "k", Fingerprint, "id", now, now.AddHours(-24), now.AddMinutes(-10), default);
        Assert.NotEqual(turn.Other is null, turn.ResourceId is null);
        return turn.Other;
    }
}
