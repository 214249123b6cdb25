using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Audit;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Which of an account's audit entries are asked for.</summary>
public sealed record AuditConditions
{
    [FromQuery(Name = "action"), Description("The operationId of what was done, as updateIntegration.")]
    [StringLength(100)]
    public string? Action { get; init; }

    [FromQuery(Name = "integrationId"), Description("What concerns this integration, there still or deleted.")]
    [StringLength(100)]
    public string? IntegrationId { get; init; }

    [FromQuery(Name = "databaseId"), Description("What concerns this database, there still or deleted.")]
    [StringLength(100)]
    public string? DatabaseId { get; init; }

    [FromQuery(Name = "keyId"), Description("What was done with this API key.")]
    [StringLength(100)]
    public string? KeyId { get; init; }

    [FromQuery(Name = "from"), Description("At this instant or later.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "until"), Description("Before this instant.")]
    public DateTimeOffset? Until { get; init; }

    public AuditFilter ToFilter() => new() { Action = Action, IntegrationId = IntegrationId, DatabaseId = DatabaseId, KeyId = KeyId, From = From, Until = Until };
}
