using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A store platform and the form that its wizard shows.</summary>
public sealed record StoreTypeResponse(string StoreType, string DisplayName, ImmutableArray<StoreFieldResponse> Fields)
{
    internal static StoreTypeResponse From(IStoreConnector connector) => new(
        connector.StoreType,
        connector.Description.DisplayName,
        [.. connector.Description.Fields.Select(field => new StoreFieldResponse(field.Name, field.Label, field.Help, field.IsRequired, field.IsSecret))]);
}

/// <summary>One field of the form. Secret fields are stored encrypted and never returned.</summary>
public sealed record StoreFieldResponse(string Name, string Label, string Help, bool IsRequired, bool IsSecret);

/// <summary>Settings to check with the store, by field name.</summary>
public sealed record VerifyRequest
{
    [Required]
    public required Dictionary<string, string> Settings { get; init; }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(VerifyRequest);
}

/// <summary>What the store said.</summary>
/// <param name="Problem">What is wrong and what to do; absent on success.</param>
/// <param name="StoreViews">Store views or sales channels to choose from.</param>
/// <param name="Notices">What works only in part, and how to have the rest; no reason to fail.</param>
public sealed record VerifyResponse(
    bool IsSuccess, StoreProblemResponse? Problem, ImmutableArray<NamedId> StoreViews, string? Currency, string? TimeZone, ImmutableArray<StoreProblemResponse> Notices)
{
    internal static VerifyResponse From(StoreVerification found) => new(
        found.IsSuccess,
        found.Problem is { } problem ? StoreProblemResponse.From(problem) : null,
        found.StoreViews,
        found.Currency,
        found.TimeZone,
        [.. found.Notices.Select(StoreProblemResponse.From)]);
}

/// <summary>What is wrong, and what to do about it.</summary>
public sealed record StoreProblemResponse(string Code, string Message, string Remedy)
{
    internal static StoreProblemResponse From(StoreProblem problem) => new(problem.Code, problem.Message, problem.Remedy);
}
