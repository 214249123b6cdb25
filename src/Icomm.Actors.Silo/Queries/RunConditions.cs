using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Management;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Which of an integration's runs are asked for.</summary>
public sealed record RunConditions
{
    [FromQuery(Name = "outcome"), Description("How the run ended: running, succeeded, failed or stopped.")]
    [RegularExpression("^(running|succeeded|failed|stopped)$", ErrorMessage = "The outcome must be running, succeeded, failed or stopped.")]
    public string? Outcome { get; init; }

    [FromQuery(Name = "trigger"), Description("What started it: schedule, request, backfill or push.")]
    [RegularExpression("^(schedule|request|backfill|push)$", ErrorMessage = "The trigger must be schedule, request, backfill or push.")]
    public string? Trigger { get; init; }

    [FromQuery(Name = "problemCode"), Description("Code of what made it fail.")]
    [StringLength(100)]
    public string? ProblemCode { get; init; }

    [FromQuery(Name = "from"), Description("Started at this instant or later.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "until"), Description("Started before this instant.")]
    public DateTimeOffset? Until { get; init; }

    public RunFilter ToFilter() => new()
    {
        Outcome = string.IsNullOrEmpty(Outcome) ? null : Enum.Parse<RunOutcome>(Outcome, ignoreCase: true),
        Trigger = string.IsNullOrEmpty(Trigger) ? null : Enum.Parse<RunTrigger>(Trigger, ignoreCase: true),
        ProblemCode = ProblemCode,
        From = From,
        Until = Until,
    };
}
