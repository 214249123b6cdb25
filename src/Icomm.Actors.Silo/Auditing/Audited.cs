namespace Icomm.Actors.Silo.Auditing;

/// <summary>Whether an operation is written to the audit log. Those that say nothing are when they are not a GET.</summary>
internal sealed record Audited(bool IsAudited);

internal static class AuditedOperations
{
    /// <summary>For a GET that takes personal data out.</summary>
    public static TBuilder IsAudited<TBuilder>(this TBuilder operation)
        where TBuilder : IEndpointConventionBuilder => operation.WithMetadata(new Audited(true));

    /// <summary>For what changes nothing although it is no GET.</summary>
    public static TBuilder IsNotAudited<TBuilder>(this TBuilder operation)
        where TBuilder : IEndpointConventionBuilder => operation.WithMetadata(new Audited(false));
}
