using System.Globalization;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>A database's version as HTTP carries it: the ETag of what is shown, and the If-Match of what is changed.</summary>
internal static class DatabaseTags
{
    public static void SetTag(this HttpResponse response, DatabaseRow row) => response.Headers.ETag = Of(row.Version);

    /// <param name="ifMatch">The header; null when it was not sent, and then every version will do.</param>
    /// <returns>What to answer when the database is not as the caller knows it; null when it is.</returns>
    public static ProblemHttpResult? Mismatch(string? ifMatch, DatabaseRow row)
    {
        if (ifMatch is null)
            return null;
        if (!EntityTagHeaderValue.TryParseList([ifMatch], out var tags))
            return ApiProblem.Invalid("if_match_invalid", "The header If-Match holds no entity tag.", "Send the ETag of the answer that you read, quotes included.");
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag == Of(row.Version)))
            ? null
            : OtherVersion(row.Version);
    }

    public static ProblemHttpResult OtherVersion(long version) => ApiProblem.Create(
        StatusCodes.Status412PreconditionFailed,
        "version_mismatch",
        "The database was changed since it was read.",
        "Read it again, and decide whether the change is still wanted.",
        ("currentTag", Of(version)));

    private static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}
