using System.Globalization;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Requests;

/// <summary>A version as HTTP carries it: the ETag of what is shown, and the If-Match of what is changed.</summary>
internal static class EntityTags
{
    /// <summary>How often a change is tried that may be of any version. Somebody else changing the same at the same moment, again and again: more is no accident.</summary>
    public const int Attempts = 5;

    public static void SetTag(this HttpResponse response, long version) => response.Headers.ETag = Of(version);

    /// <param name="ifMatch">The header; null when it was not sent, and then every version will do.</param>
    /// <param name="what">What is changed: <c>database</c>.</param>
    /// <returns>What to answer when it is not as the caller knows it; null when it is.</returns>
    public static ProblemHttpResult? Mismatch(string? ifMatch, string what, long version)
    {
        if (ifMatch is null)
            return null;
        if (!EntityTagHeaderValue.TryParseList([ifMatch], out var tags))
            return ApiProblem.Invalid("if_match_invalid", "The header If-Match holds no entity tag.", "Send the ETag of the answer that you read, quotes included.");
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag == Of(version)))
            ? null
            : OtherVersion(what, version);
    }

    public static ProblemHttpResult OtherVersion(string what, long version) => ApiProblem.Create(
        StatusCodes.Status412PreconditionFailed,
        "version_mismatch",
        $"The {what} was changed since it was read.",
        "Read it again, and decide whether the change is still wanted.",
        ("currentTag", Of(version)));

    private static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}
