using Icomm.Actors.Testing.Postgres;

namespace Icomm.Actors.EndToEnd;

/// <summary>A test on a PostgreSQL server. Skipped, and said so, where there is none to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.WhyNone;
}
