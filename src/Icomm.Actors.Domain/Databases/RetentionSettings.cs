namespace Icomm.Actors.Domain.Databases;

/// <summary>How long a database keeps what it no longer needs. The daily refresh removes what is older.</summary>
/// <param name="InactiveMonths">Customers whose last order of any status is older are forgotten; null keeps them. Those without any order stay.</param>
/// <param name="LogDays">Sync runs and rejected records of the integrations that feed the database: older ones are removed.</param>
public sealed record RetentionSettings(int? InactiveMonths, int LogDays)
{
    public const int LeastInactiveMonths = 1;

    public const int MostInactiveMonths = 240;

    public const int LeastLogDays = 1;

    public const int MostLogDays = 3_650;

    public static readonly RetentionSettings Default = new(InactiveMonths: null, LogDays: 400);
}
