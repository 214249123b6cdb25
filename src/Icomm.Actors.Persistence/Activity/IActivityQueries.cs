using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Activity;

/// <summary>A database's sums, kept up to date by the very transactions that write its profiles: always live.</summary>
public interface IActivityQueries
{
    /// <summary>By calendar month of the database's zone and currency, from the earliest; months without a purchase are left out.</summary>
    Task<ImmutableArray<MonthActivity>> MonthsAsync(string account, string database, CancellationToken cancellationToken);

    /// <summary>New customers by month of their first purchase.</summary>
    Task<ImmutableArray<NewCustomers>> NewCustomersAsync(string account, string database, CancellationToken cancellationToken);

    /// <summary>What was in most purchases of some months.</summary>
    /// <param name="fromMonth">First day of the first month.</param>
    /// <param name="toMonth">First day of the last month.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<TermActivity>> TopAsync(string account, string database, PostedTermKind kind, DateOnly fromMonth, DateOnly toMonth, int limit, CancellationToken cancellationToken);
}

/// <param name="Month">Its first day.</param>
/// <param name="Amount">Ten-thousandths of <paramref name="Currency"/>.</param>
/// <param name="Units">Ten-thousandths.</param>
public readonly record struct MonthActivity(DateOnly Month, string Currency, long Purchases, Int128 Amount, Int128 Units);

public readonly record struct NewCustomers(DateOnly Month, long Customers);

/// <param name="IntegrationId">Empty for brands.</param>
/// <param name="Purchases">That contain it.</param>
public sealed record TermActivity(PostedTermKind Kind, string IntegrationId, string Id, string Name, long Purchases);
