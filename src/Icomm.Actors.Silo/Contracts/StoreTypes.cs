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
/// <param name="StoreViews">Store views to choose from.</param>
public sealed record VerifyResponse(bool IsSuccess, StoreProblemResponse? Problem, ImmutableArray<NamedId> StoreViews, string? Currency, string? TimeZone)
{
    internal static VerifyResponse From(StoreVerification found) => new(
        found.IsSuccess, found.Problem is { } problem ? new StoreProblemResponse(problem.Code, problem.Message, problem.Remedy) : null, found.StoreViews, found.Currency, found.TimeZone);
}

/// <summary>What is wrong, and what to do about it.</summary>
public sealed record StoreProblemResponse(string Code, string Message, string Remedy);
