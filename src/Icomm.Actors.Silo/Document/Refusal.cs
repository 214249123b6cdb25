using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Document;

/// <summary>The stable codes with which an operation answers a status, beyond those that many have in common (<see cref="ProblemDescription"/>).</summary>
internal sealed record Refusal(int Status, ImmutableArray<string> Codes)
{
    /// <summary>As metadata of an endpoint: the problem answer, and its codes.</summary>
    public static object[] Metadata(int status, params string[] codes) =>
        [new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]), new Refusal(status, [.. codes])];
}

internal static class Refusals
{
    /// <summary>What a store's settings are mostly refused for. A platform may have more of its own.</summary>
    public static readonly string[] OfStores =
    [
        "credentials_rejected", "permission_missing", "setting_invalid", "url_invalid", "url_not_https", "address_not_allowed", "access_blocked", "endpoint_not_found", "redirect_refused", "answer_not_json",
        "store_unreachable", "store_timeout", "store_error",
    ];

    /// <summary>Says that an operation, or each of a group, answers problems of a status, and with which codes.</summary>
    public static T Refuses<T>(this T operation, int status, params string[] codes)
        where T : IEndpointConventionBuilder => operation.WithMetadata(Refusal.Metadata(status, codes));
}
