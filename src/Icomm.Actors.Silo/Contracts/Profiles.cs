using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A customer in a database as of a day.</summary>
public sealed record ProfileResponse
{
    public required string Id { get; init; }

    public string? Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>Orders of every state, however old; absent in answers from the last refresh.</summary>
    public int? Orders { get; init; }

    /// <summary>The day, in the database's time zone, at whose end the indicators are.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>ISO 4217 code of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Purchases up to that day, however old.</summary>
    public LifetimeResponse? Lifetime { get; init; }

    /// <summary>The <c>ICOMMKT_*</c> indicators: numbers, dates, and lists of names with the most recent first. Absent when <c>problem</c> says why.</summary>
    public IReadOnlyDictionary<string, object?>? Indicators { get; init; }

    /// <summary>Scores, group and segment; absent as long as the database has no RFM model for that day.</summary>
    public ProfileRfmResponse? Rfm { get; init; }

    /// <summary>Sums of purchases whose currency has no rate; they are in no amount. Absent in answers from the last refresh.</summary>
    public IReadOnlyDictionary<string, decimal>? SetAside { get; init; }

    /// <summary>
    /// What each integration says of the person, under its store's own field names: two stores that call a field differently are both kept, and neither overwrites the other. Absent in lists.
    /// </summary>
    public IReadOnlyList<ProfileSourceResponse>? Sources { get; init; }

    /// <summary>Why this profile has no indicators as of that day; only in lists.</summary>
    public ProfileProblemResponse? Problem { get; init; }

    internal static ProfileResponse From(ProfileView view) => Named(view.ProfileId, view.Summary, view.Indicators.AsOf, view.Indicators.Currency) with
    {
        Lifetime = new LifetimeResponse(view.Indicators.Lifetime.Purchases, view.Indicators.Lifetime.Units.ToDecimal(), view.Indicators.Lifetime.Amount.ToDecimal()),
        Indicators = IndicatorsOf(view.Indicators.ToFields(view.Rfm)),
        Rfm = view.Rfm is null ? null : ProfileRfmResponse.From(view.Rfm),
        SetAside = view.Indicators.SetAside.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.ToDecimal()),
    };

    /// <summary>With what the stores say of the person.</summary>
    internal static ProfileResponse Whole(ProfileView view) => From(view) with { Sources = view.Customer?.Stores.Select(ProfileSourceResponse.From).ToArray() };

    internal static ProfileResponse From(string id, ProfileSummary summary, DateOnly asOf, string currency, AsOfUnanswerableException problem) =>
        Named(id, summary, asOf, currency) with { Problem = new ProfileProblemResponse(problem.Code, problem.Message) };

    /// <summary>Nothing but its id is known.</summary>
    internal static ProfileResponse Unreadable(string id, DateOnly asOf, string currency, string problem) =>
        new() { Id = id, AsOf = asOf, Currency = currency, Problem = ProfileProblemResponse.Of(problem, asOf) };

    /// <summary>As the last refresh left it.</summary>
    internal static ProfileResponse From(MasterDataRow row, RefreshedRows rows)
    {
        var profile = row.Profile;
        var response = new ProfileResponse
        {
            Id = profile.ProfileId,
            Email = profile.Email,
            FirstName = profile.FirstName,
            LastName = profile.LastName,
            AsOf = rows.AsOf,
            Currency = rows.Currency,
        };
        if (profile.ProblemCode is { } problem)
            return response with { Problem = ProfileProblemResponse.Of(problem, rows.AsOf) };
        var lifetime = profile.Periods[(int)RfmPeriod.Lifetime];
        return response with
        {
            Lifetime = new LifetimeResponse(lifetime.Purchases, new Quantity(lifetime.Units).ToDecimal(), new Money(lifetime.Amount).ToDecimal()),
            Indicators = IndicatorsOf(MasterDataFields.Of(row, rows.AsOf)),
            Rfm = rows.RfmOf(row) is { } rfm ? ProfileRfmResponse.From(rfm) : null,
        };
    }

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

    private static OrderedDictionary<string, object?> IndicatorsOf(IReadOnlyList<IndicatorField> fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, PlainValue.Of(field.Value))));

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(ProfileResponse)} {Id}";
}

/// <summary>What one integration says of a person.</summary>
/// <param name="StoreCustomerIds">The store's ids of the person's accounts; several where it keeps one per site, none for guests.</param>
/// <param name="Attributes">Further fields under the store's own names, as <c>dob</c> of Magento and <c>birthDate</c> of VTEX.</param>
public sealed record ProfileSourceResponse(
    string IntegrationId, ImmutableArray<string> StoreCustomerIds, string? Email, string? Document, string? FirstName, string? LastName, ImmutableSortedDictionary<string, string> Attributes)
{
    internal static ProfileSourceResponse From(ProfileCustomer.StoreView store) =>
        new(store.IntegrationId, store.StoreCustomerIds, store.Email, store.Document, store.FirstName, store.LastName, store.Attributes);

    /// <summary>Never prints the person.</summary>
    public override string ToString() => nameof(ProfileSourceResponse);
}

/// <summary>Everything bought up to the day asked for.</summary>
public sealed record LifetimeResponse(int Purchases, decimal Items, decimal Amount);

/// <summary>Why a profile could not be shown.</summary>
public sealed record ProfileProblemResponse(string Code, string Detail)
{
    internal static ProfileProblemResponse Of(string code, DateOnly asOf) => new(code, $"This profile can't be evaluated as of {asOf:yyyy-MM-dd}: " + code switch
    {
        ProfileStateErrors.Corrupt => "what is stored of it is damaged.",
        ProfileStateErrors.NewerVersion => "a newer version of the program has written it.",
        _ => "its older orders are kept as totals only.",
    });
}

/// <summary>One page of profiles.</summary>
/// <param name="AsOf">The day at whose end the indicators are: of the last refresh, when conditions or an order were asked for.</param>
/// <param name="Total">How many profiles the query finds in all, when that was asked for.</param>
public sealed record ProfilePageResponse(ImmutableArray<ProfileResponse> Items, string? NextCursor, DateOnly AsOf, long? Total)
    : PageResponse<ProfileResponse>(Items, NextCursor);
