using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>What holds for every operation, generated from the API's own document: a new route is covered by itself, or fails here until it is known how to ask it.</summary>
[Collection(SiloCollection.Name)]
public sealed class EveryOperationTests(RunningSilo silo)
{
    /// <summary>Lists that have one item for a caller whose account has nothing but a key.</summary>
    private static readonly HashSet<string> OfTheCaller = ["/api/v1/api-keys", "/api/v1/audit-entries", "/api/v1/audit-entries/export"];

    [Fact]
    public async Task WithoutAKeyNobodyIsAnswered()
    {
        using var stranger = silo.Client(key: null);
        using var liar = silo.Client("icak_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        foreach (var operation in await OperationsAsync())
        {
            await AssertAsync(stranger, operation, operation.Path(Ids.Invented), HttpStatusCode.Unauthorized, "key_missing");
            await AssertAsync(liar, operation, operation.Path(Ids.Invented), HttpStatusCode.Unauthorized, "key_invalid");
        }
    }

    [Fact]
    public async Task WithoutItsScopeNobodyIsAnswered()
    {
        using var read = await silo.ClientAsync(account: null, "read");
        using var write = await silo.ClientAsync(account: null, "write");
        using var operate = await silo.ClientAsync(account: null, "operate");
        foreach (var operation in await OperationsAsync())
        {
            var wanted = operation.IsOperators ? operate : operation.Method == HttpMethod.Get ? read : write;
            foreach (var client in new[] { read, write, operate }.Where(client => client != wanted))
                await AssertAsync(client, operation, operation.Path(Ids.Invented), HttpStatusCode.Forbidden, "scope_missing");
            if (operation.Parameters.Length > 0)
                Assert.NotEqual(HttpStatusCode.Forbidden, (await operation.SendAsync(wanted, operation.Path(Ids.Invented))).Status);
        }
    }

    [Fact]
    public async Task AnotherTenantFindsNothing()
    {
        using var owner = await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write");
        using var other = await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write");
        var ids = await Ids.CreateAsync(owner);

        // What takes something away comes last, and of that what lies deepest comes first.
        var operations = (await OperationsAsync())
            .Where(operation => !operation.IsOperators)
            .OrderBy(operation => operation.Method == HttpMethod.Delete)
            .ThenByDescending(operation => operation.Parameters.Length)
            .ThenByDescending(operation => operation.Route.Length);
        foreach (var operation in operations)
        {
            if (operation.Parameters.Length == 0)
            {
                if (operation.Method == HttpMethod.Get && !Operation.OfTheProgram.Contains(operation.Route))
                    await AssertEmptyAsync(other, operation);
                continue;
            }

            if (Operation.OfTheProgram.Contains(operation.Route))
                continue;
            var path = operation.Path(ids);
            await AssertAsync(other, operation, path, HttpStatusCode.NotFound, code: null);
            var (status, text) = await operation.SendAsync(owner, path);
            Assert.True((int)status is < 400 or 409, $"{operation} of the owner was answered {(int)status}: {text}");
        }
    }

    [Fact]
    public async Task AMalformedBodyIsRefused()
    {
        using var owner = await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write", "operate");
        var ids = await Ids.CreateAsync(owner);
        var operations = (await OperationsAsync()).Where(operation => operation.TakesJson).ToArray();
        Assert.NotEmpty(operations);
        foreach (var operation in operations)
        {
            foreach (var body in new[] { "{", "[]", "nonsense", """{"nobody knows this":1}""" })
            {
                var (status, text) = await operation.SendAsync(owner, operation.Path(ids), body);
                Assert.True(status == HttpStatusCode.BadRequest, $"{operation} with {body} was answered {(int)status}: {text}");
                AssertNamed(operation, status, text, "json_invalid");
            }
        }
    }

    /// <summary>Those that want a key; what is open is named here, so that nothing becomes open by accident.</summary>
    private async Task<Operation[]> OperationsAsync()
    {
        var all = Operation.Of(await silo.Http.ReadAsync("/openapi/v1.json"));
        Assert.Equal(["pushMessage"], all.Where(operation => !operation.WantsKey).Select(operation => operation.Name));
        return [.. all.Where(operation => operation.WantsKey)];
    }

    /// <param name="code">Null for any that says what is not there.</param>
    private static async Task AssertAsync(HttpClient client, Operation operation, string path, HttpStatusCode status, string? code)
    {
        var (answered, text) = await operation.SendAsync(client, path);
        Assert.True(answered == status, $"{operation} should be answered {(int)status}; it was {(int)answered}: {text}");
        AssertNamed(operation, status, text, code);
    }

    /// <summary>A code that is answered is one that the document names.</summary>
    private static void AssertNamed(Operation operation, HttpStatusCode status, string text, string? code)
    {
        var answered = JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!;
        if (code is null)
            Assert.EndsWith("_not_found", answered, StringComparison.Ordinal);
        else
            Assert.Equal(code, answered);
        Assert.True(operation.Codes[(int)status].Contains(answered), $"The document doesn't say that {operation} may be answered {(int)status} with '{answered}'.");
    }

    private static async Task AssertEmptyAsync(HttpClient client, Operation operation)
    {
        var (status, text) = await operation.SendAsync(client, operation.Route);
        Assert.True(status == HttpStatusCode.OK, $"{operation} was answered {(int)status}: {text}");

        // A caller sees the key that it shows and that the key was made, and nothing else.
        var items = text.StartsWith('{') ? JsonDocument.Parse(text).RootElement.Items().Length : text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;
        Assert.True(items == (OfTheCaller.Contains(operation.Route) ? 1 : 0), $"{operation} was answered: {text}");
    }
}
