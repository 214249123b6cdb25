using Icomm.Actors.Connectors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Problems;

/// <summary>Problem answers (RFC 9457) with a stable code and, where somebody can do something, what to do.</summary>
internal static class ApiProblem
{
    /// <param name="more">Further members for programs to read.</param>
    public static ProblemHttpResult Create(int status, string code, string detail, string? remedy = null, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (remedy is not null)
            extensions["remedy"] = remedy;
        foreach (var (name, value) in more)
            extensions[name] = value;
        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }

    public static ProblemHttpResult NotFound(string what, string id) =>
        Create(StatusCodes.Status404NotFound, $"{what}_not_found", $"There is no {what.Replace('_', ' ')} '{Shorten(id)}'.");

    public static ProblemHttpResult Invalid(string code, string detail, string? remedy = null) => Create(StatusCodes.Status400BadRequest, code, detail, remedy);

    /// <summary>A store's refusal is the caller's to act upon.</summary>
    /// <param name="language">A merchant's wizard shows it as it is.</param>
    public static ProblemHttpResult Store(StoreProblem problem, string language) =>
        Create(StatusCodes.Status422UnprocessableEntity, problem.Code, problem.Message.In(language), problem.Remedy.In(language));

    /// <summary>Of what was sent, as much as an answer shows.</summary>
    public static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
