using System.Text.Json;
using System.Text.RegularExpressions;

namespace Icomm.Actors.Silo.Problems;

/// <summary>What the framework says of a request that it can't read, in words for who sent it: its own name types and services of the program.</summary>
internal static partial class BindingFailures
{
    public static string Explain(string message)
    {
        if (message.StartsWith("Implicit body inferred", StringComparison.Ordinal))
            return "The body is missing; it must be sent as application/json.";
        return UnreadableParameter().Match(message) is { Success: true, Groups: var said }
            ? $"The parameter '{NameAsSent(said["name"].Value)}' can't be '{ApiProblem.Shorten(said["value"].Value)}'."
            : message;
    }

    /// <param name="name">Of a parameter or a member, or the path to one inside others. No key of a dictionary is in it: what dictionaries hold is checked by the operations.</param>
    public static string NameAsSent(string name) => string.Join('.', name.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    [GeneratedRegex("""^Failed to bind parameter "[^"]* (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex UnreadableParameter();
}
