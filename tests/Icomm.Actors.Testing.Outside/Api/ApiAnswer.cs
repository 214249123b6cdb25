using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Testing.Outside.Api;

/// <summary>What the API answered.</summary>
/// <param name="Request">Method and path, for failures.</param>
internal sealed record ApiAnswer(string Request, HttpStatusCode Status, string? ContentType, string Text)
{
    /// <summary>All headers, as they stand in the answer.</summary>
    public string Headers { get; init; } = "";

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The stable code of a problem answer; null when there is none.</summary>
    public string? Code => ContentType == "application/problem+json" && Text.Length > 0 && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <returns>The body, once the status is the wanted one.</returns>
    /// <exception cref="UnexpectedException">It is not.</exception>
    public JsonElement Expect(HttpStatusCode status)
    {
        if (Status != status)
            throw new UnexpectedException($"{Request} should answer {(int)status}; it answered {(int)Status}: {Text}");
        return Json;
    }

    /// <summary>A problem answer that tells a program (code), a person (detail) and a browser (status) what is wrong.</summary>
    /// <exception cref="UnexpectedException">It is another answer.</exception>
    public void ExpectProblem(HttpStatusCode status, string code)
    {
        if (Status != status || Code != code)
            throw new UnexpectedException($"{Request} should answer {(int)status} {code}; it answered {(int)Status} {Code}: {Text}");
        if (Json.GetProperty("status").GetInt32() != (int)status)
            throw new UnexpectedException($"{Request} answered {(int)status} and says otherwise: {Text}");
    }
}
