using System.Text.Json;
using System.Text.RegularExpressions;

namespace Icomm.Actors.Silo.Problems;

/// <summary>What is wrong with a body of JSON, in words for who sent it: the reader's own name types of the program.</summary>
internal static partial class JsonFailures
{
    public static string Explain(JsonException failure) => Find(failure) switch
    {
        (Failure.Missing, var members) => $"The body lacks what is required: {string.Join(", ", members)}.",
        (Failure.Unknown, [var member]) => $"The body has a member that is not known here: {member}.",
        (Failure.Null, [var member]) => $"The body has null where something is required: {member}.",
        (_, [var member]) => $"The body is not the JSON that is expected here: {member}.",
        _ => "The body is not the JSON that is expected here.",
    };

    /// <summary>What is wrong by member, for the form that it came from; null when it is no member that is wrong.</summary>
    public static Dictionary<string, string[]>? ByMember(JsonException failure)
    {
        var (kind, members) = Find(failure);
        var text = kind switch
        {
            Failure.Missing => "It is required.",
            Failure.Unknown => "There is no such member.",
            Failure.Null => "It can't be null.",
            _ => "It is not what is expected here.",
        };
        return members.Length == 0 ? null : members.ToDictionary(member => member, _ => new[] { text });
    }

    private static (Failure Kind, string[] Members) Find(JsonException failure)
    {
        var at = failure.Path?.TrimStart('$').TrimStart('.') ?? "";
        if (MissingMembers().Match(failure.Message) is { Success: true, Groups: var said })
            return (Failure.Missing, [.. said["name"].Captures.Select(name => at.Length == 0 ? name.Value : $"{at}.{name.Value}")]);
        var kind = failure.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) ? Failure.Unknown
            : failure.Message.Contains("doesn't allow setting null values", StringComparison.Ordinal) ? Failure.Null
            : Failure.Other;
        return (kind, at.Length == 0 ? [] : [ApiProblem.Shorten(at)]);
    }

    [GeneratedRegex("missing required properties including: ('(?<name>[^']+)'(, )?)+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex MissingMembers();

    private enum Failure
    {
        Other,
        Missing,
        Unknown,
        Null,
    }
}
