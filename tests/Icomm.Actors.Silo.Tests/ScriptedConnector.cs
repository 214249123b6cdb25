using Icomm.Actors.Connectors;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Silo.Tests;

/// <summary>A store that says what its settings tell it to say.</summary>
internal sealed class ScriptedConnector : IStoreConnector
{
    public const string Type = "scripted";

    /// <summary>Text that no answer may show: it stands for what only the log should say.</summary>
    public const string Inner = "inner workings 4711";

    /// <summary>The second page of orders, of three, never comes: such a run ends when it is stopped.</summary>
    public const string HeldScript = "held";

    /// <summary>Its orders have no id; each names one of <see cref="GeneratedShop"/>'s customers, or somebody whose address ends like theirs.</summary>
    public const string NamingScript = "naming";

    /// <summary>Its credentials are well, and reading with them is refused.</summary>
    public const string FailingScript = "failing";

    public string StoreType => Type;

    public ConnectorDescription Description { get; } = new()
    {
        DisplayName = "Scripted",
        Fields =
        [
            new("script", Text("Script"), Text("What to do."), IsRequired: true, IsSecret: false),
            new("token", Text("Token"), Text("A secret."), IsRequired: false, IsSecret: true),
            new("address", Text("Address"), Text("Where the token goes.")) { Kind = FieldKind.Url, IsAddress = true },
        ],
        Resources = [StoreResource.Customers, StoreResource.Orders],
        Lookback = TimeSpan.FromMinutes(10),
        PageSize = 100,
    };

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) => connection.Require("script") switch
    {
        "well" or "unreadable" or HeldScript or NamingScript or FailingScript or GeneratedShop.Script => Task.FromResult(new StoreVerification { Currency = "UYU", TimeZone = "America/Montevideo", StoreViews = [new("1", "Main")] }),
        "refused" => Task.FromResult(new StoreVerification { Problem = new StoreProblem("credentials_rejected", new("No.", "No se puede.", "Não."), new("Try another.", "Probar con otro.", "Tentar com outro.")) }),
        "transient" => throw new StoreException(new StoreProblem("store_error", new("It failed.", "It failed.", "It failed."), new("Wait.", "Wait.", "Wait.")), isTransient: true),
        "permanent" => throw NotAllowed(),
        "time-out" => throw new TimeoutException(Inner),
        "given up" => throw new TaskCanceledException(Inner),
        _ => throw new InvalidOperationException(Inner),
    };

    public async Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken)
    {
        if (connection.Require("script") == HeldScript && request is { Resource: StoreResource.Orders, PageToken: not null })
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return connection.Require("script") switch
        {
            "unreadable" when request.Resource == StoreResource.Orders => new StorePage { Unreadable = [.. Enumerable.Range(0, 5).Select(i => new UnreadableRecord($"{i}", "id_missing", "entity_id is missing", $$"""{"i":{{i}}}"""))] },
            HeldScript when request.Resource == StoreResource.Orders => new StorePage { Unreadable = [new UnreadableRecord("1", "id_missing", "entity_id is missing", "{}")], NextPageToken = "2", TotalCount = 3 },
            NamingScript when request.Resource == StoreResource.Orders => new StorePage { Unreadable = [.. GeneratedShop.Orders.Select(order => order.Customer.Email).OfType<string>().Distinct().SelectMany(Naming)] },
            FailingScript => throw NotAllowed(),
            GeneratedShop.Script => GeneratedShop.Page(request),
            _ => new StorePage(),
        };
    }

    private static UnreadableRecord[] Naming(string email) =>
    [
        new("of them", "id_missing", "entity_id is missing", $$"""{"email":"{{email.ToUpperInvariant()}}"}"""),
        new("of another", "id_missing", "entity_id is missing", $$"""{"email":"not.{{email}}"}"""),
    ];

    private static StoreException NotAllowed() =>
        new(new StoreProblem("permission_missing", new("Not allowed.", "Not allowed.", "Not allowed."), new("Allow it.", "Allow it.", "Allow it.")), isTransient: false);

    private static LocalizedText Text(string text) => new(text, text, text);
}
