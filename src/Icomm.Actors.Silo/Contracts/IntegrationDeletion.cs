using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>That an integration is being deleted, and how far that has come.</summary>
/// <param name="State">Always <c>deleting</c>.</param>
/// <param name="Orders">What becomes of its orders: <c>remove</c> or <c>keep</c>.</param>
/// <param name="ProfilesDone">Profiles gone through; 0 when orders are kept.</param>
/// <param name="ProfilesTotal">Profiles of the database when the deletion began; absent as long as they have not been counted, and when orders are kept.</param>
public sealed record IntegrationDeletionResponse(string State, DateTimeOffset RequestedAt, string Orders, long ProfilesDone, long? ProfilesTotal)
{
    internal static IntegrationDeletionResponse From(IntegrationDeletion deletion) =>
        new("deleting", deletion.RequestedAt, deletion.RemovesOrders ? "remove" : "keep", deletion.ProfilesDone, deletion.ProfilesTotal);
}
