using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Waiting;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>A shop that pushes, as badly as it may: in any order, several times, many at once, to a silo that is killed meanwhile. What it sends until it is acknowledged is all there.</summary>
public sealed class PushTests(ITestOutputHelper output)
{
    private const int Kills = 4;
    private const int Senders = 8;

    private static readonly DateTime End = new(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task WhatIsPushedThroughKillsIsWhatBruteForceSays()
    {
        var seed = Environment.GetEnvironmentVariable("ICOMM_PUSH_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"seed {seed} (ICOMM_PUSH_SEED={seed} repeats these messages)");
        var random = new Random(seed);
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var source = new CommonGroundSource(new GeneratedSource { Seed = 3, Customers = 200, Orders = 1_500, Products = 60, Days = 420, End = End });
        await using var shop = await ServedShop.StartAsync(new SimulatorOptions { Source = source, Platform = StorePlatform.Fenicio });
        var integration = await Integration.CreateAsync(silo, shop, timeZone: "America/Montevideo", settings: ("siteUrl", ""));
        var token = (await silo.Api.PostAsync($"/api/v1/integrations/{integration.Id}/inbound-token")).Expect(HttpStatusCode.Created).GetProperty("token").GetString()!;
        silo.Guard(token);

        byte[][] unreadable = ["nonsense"u8.ToArray(), "{}"u8.ToArray(), "[1,2"u8.ToArray(), """{"orden":{"idOrden":"7"}}"""u8.ToArray()];
        byte[][] messages = [.. Messages(shop.Data, random), .. unreadable];
        var sent = messages.SelectMany(message => Enumerable.Repeat(message, random.Next(1, 4))).ToArray();
        random.Shuffle(sent);

        var again = new List<byte[]>();
        foreach (var part in sent.Chunk((sent.Length / (Kills + 1)) + 1).SkipLast(1))
        {
            var sending = SendAsync(silo.Api, integration.Id, token, [.. again, .. part]);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 400)), TimeProvider.System);
            await silo.KillAsync();
            again = await sending;
            output.WriteLine($"killed; {again.Count} messages were not acknowledged");
            await silo.StartAsync();
        }

        Assert.Empty(await SendAsync(silo.Api, integration.Id, token, [.. again, .. sent.Chunk((sent.Length / (Kills + 1)) + 1).Last()]));
        var card = await Wait.UntilAsync(
            "applying", integration.Id, "applied", TimeSpan.FromMinutes(3), integration.GetAsync, card => card.GetProperty("backlog").GetInt64() == 0 && card.TryGetProperty("lastSuccessAt", out _), card => card.GetRawText());

        Assert.Equal("success", card.GetProperty("health").GetString());
        Assert.Equal(unreadable.Length, (await integration.RejectedAsync()).Count);
        output.WriteLine($"{messages.Length} messages, sent {sent.Length} times and more: {await integration.AssertEqualsTruthAsync()} values as by brute force");
        silo.AssertLogsAreClean();
    }

    /// <summary>Every order once, by itself or with others, in any of the wrappings.</summary>
    private static IEnumerable<byte[]> Messages(ShopData shop, Random random)
    {
        var orders = shop.Orders.ToArray();
        random.Shuffle(orders);
        for (var i = 0; i < orders.Length;)
        {
            var wrapping = random.GetItems(Enum.GetValues<FenicioWrapping>(), 1)[0];
            var count = wrapping is FenicioWrapping.List or FenicioWrapping.Envelope ? Math.Min(random.Next(1, 6), orders.Length - i) : 1;
            yield return FenicioPush.Message(shop, orders[i..(i + count)], wrapping, requestId: $"r{i}");
            i += count;
        }
    }

    /// <summary>Sends the messages, several at a time, as long as somebody is there.</summary>
    /// <returns>Those that were not acknowledged.</returns>
    private static async Task<List<byte[]>> SendAsync(ApiClient api, string integrationId, string token, IReadOnlyCollection<byte[]> messages)
    {
        var unacknowledged = new ConcurrentBag<byte[]>();
        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (message, _) =>
        {
            try
            {
                var answer = await api.SendAsync(Request(integrationId, token, message));
                Assert.True(answer.Status == HttpStatusCode.OK, $"A message was answered {(int)answer.Status}: {answer.Text}");
                Assert.Equal("OK", JsonDocument.Parse(answer.Text).RootElement.GetProperty("status").GetString());
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                unacknowledged.Add(message);
            }
        });
        return [.. unacknowledged];
    }

    private static HttpRequestMessage Request(string integrationId, string token, byte[] message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/inbound/{integrationId}")
        {
            Content = new ByteArrayContent(message) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("Token-Autenticacion-Efenicio", token);
        return request;
    }
}
