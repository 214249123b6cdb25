using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A customer in a database as of a day.</summary>
public sealed record ProfileResponse
{
    public required string Id { get; init; }

    public string? Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>Orders of every state, however old.</summary>
    public required int Orders { get; init; }

    /// <summary>The day, in the database's time zone, at whose end the indicators are.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>ISO 4217 code of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Purchases up to that day, however old.</summary>
    public LifetimeResponse? Lifetime { get; init; }

    /// <summary>The <c>ICOMMKT_*</c> indicators: numbers, dates, and lists of names with the most recent first. Absent when <see cref="Problem"/> says why.</summary>
    public IReadOnlyDictionary<string, object?>? Indicators { get; init; }

    /// <summary>Sums of purchases whose currency has no rate; they are in no amount.</summary>
    public IReadOnlyDictionary<string, decimal>? SetAside { get; init; }

    /// <summary>Why this profile has no indicators as of that day; only in lists.</summary>
    public ProfileProblemResponse? Problem { get; init; }

    internal static ProfileResponse From(string id, ProfileSummary summary, ProfileIndicators indicators) => Named(id, summary, indicators.AsOf, indicators.Currency) with
    {
        Lifetime = new LifetimeResponse(indicators.Lifetime.Purchases, indicators.Lifetime.Units.ToDecimal(), indicators.Lifetime.Amount.ToDecimal()),
        Indicators = indicators.ToFields().ToDictionary(field => field.Name, field => Plain(field.Value)),
        SetAside = indicators.SetAside.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.ToDecimal()),
    };

    internal static ProfileResponse From(string id, ProfileSummary summary, DateOnly asOf, string currency, AsOfUnanswerableException problem) =>
        Named(id, summary, asOf, currency) with { Problem = new ProfileProblemResponse(problem.Code, problem.Message) };

    private static ProfileResponse Named(string id, ProfileSummary summary, DateOnly asOf, string currency) => new()
    {
        Id = id,
        Email = summary.Email,
        FirstName = summary.FirstName,
        LastName = summary.LastName,
        Orders = summary.OrderCount,
        AsOf = asOf,
        Currency = currency,
    };

    private static object? Plain(object? value) => value switch
    {
        Money money => money.ToDecimal(),
        Quantity quantity => quantity.ToDecimal(),
        _ => value,
    };

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(ProfileResponse)} {Id}";
}

/// <summary>Everything bought up to the day asked for.</summary>
public sealed record LifetimeResponse(int Purchases, decimal Items, decimal Amount);

/// <summary>Why a profile could not be shown.</summary>
public sealed record ProfileProblemResponse(string Code, string Detail);

/// <summary>The purchases behind one indicator, most recent first.</summary>
public sealed record ExplanationResponse(string ProfileId, string Indicator, DateOnly AsOf, ImmutableArray<PurchaseResponse> Purchases);

/// <summary>One purchase, or what is left of those too old to be kept one by one (<see cref="IsFolded"/>).</summary>
public sealed record PurchaseResponse
{
    public required string IntegrationId { get; init; }

    public string? OrderId { get; init; }

    public string? Number { get; init; }

    public DateTimeOffset? PlacedAt { get; init; }

    public DateOnly? Date { get; init; }

    /// <summary>Total minus refunds, in <see cref="Currency"/>.</summary>
    public required decimal Net { get; init; }

    public required string Currency { get; init; }

    /// <summary>The same in the database's currency; absent without a rate.</summary>
    public decimal? Converted { get; init; }

    public required decimal Items { get; init; }

    /// <summary>How many purchases this entry stands for.</summary>
    public required int Purchases { get; init; }

    public required bool IsFolded { get; init; }

    public required ImmutableArray<string> Products { get; init; }

    public required ImmutableArray<string> Categories { get; init; }

    public required ImmutableArray<string> Brands { get; init; }

    public required ImmutableArray<string> Coupons { get; init; }

    internal static PurchaseResponse From(ProfilePurchase purchase) => new()
    {
        IntegrationId = purchase.IntegrationId,
        OrderId = purchase.OrderId,
        Number = purchase.Number,
        PlacedAt = purchase.PlacedAt,
        Date = purchase.Date,
        Net = purchase.Net.ToDecimal(),
        Currency = purchase.Currency,
        Converted = purchase.Converted?.ToDecimal(),
        Items = purchase.Units.ToDecimal(),
        Purchases = purchase.Purchases,
        IsFolded = purchase.IsFolded,
        Products = purchase.Products,
        Categories = purchase.Categories,
        Brands = purchase.Brands,
        Coupons = purchase.Coupons,
    };
}
