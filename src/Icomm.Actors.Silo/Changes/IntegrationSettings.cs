using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Changes;

/// <summary>The settings of a request, told apart: what is stored as it is, what is encrypted, and what may be shown of that.</summary>
internal static class IntegrationSettings
{
    /// <summary>A shorter secret would be given away by its end.</summary>
    private const int ShortestWithHint = 16;

    private const int HintLength = 4;

    public const string SecretsRequired = "secrets_required";

    /// <returns>Null when every setting is one of the platform's and none that it needs is missing.</returns>
    public static ProblemHttpResult? Problem(IStoreConnector connector, IReadOnlyDictionary<string, string> settings)
    {
        if (Unknown(connector, settings) is { } unknown)
            return unknown;
        return connector.Description.Fields.FirstOrDefault(field => field.IsRequired && string.IsNullOrWhiteSpace(settings.GetValueOrDefault(field.Name))) is { } missing
            ? ApiProblem.Invalid("setting_missing", $"The setting '{missing.Name}' is missing.", missing.Help.En)
            : null;
    }

    /// <returns>Null when every setting is one of the platform's.</returns>
    public static ProblemHttpResult? Unknown(IStoreConnector connector, IReadOnlyDictionary<string, string> settings)
    {
        var fields = connector.Description.Fields;
        return settings.Keys.FirstOrDefault(name => !fields.Any(field => field.Name == name)) is { } unknown
            ? ApiProblem.Invalid("setting_unknown", $"'{ApiProblem.Shorten(unknown)}' is no setting of {connector.StoreType}.", $"The settings are: {string.Join(", ", fields.Select(field => field.Name))}.")
            : null;
    }

    public static ImmutableDictionary<string, string> Open(IStoreConnector connector, IReadOnlyDictionary<string, string> settings) =>
        settings.Where(setting => !IsSecret(connector, setting.Key)).ToImmutableDictionary();

    public static Dictionary<string, string> Secret(IStoreConnector connector, IReadOnlyDictionary<string, string> settings) =>
        settings.Where(setting => IsSecret(connector, setting.Key)).ToDictionary();

    /// <summary>By which a merchant tells one token from another: its last four characters, or nothing of a short one.</summary>
    public static ImmutableDictionary<string, string> Hints(IReadOnlyDictionary<string, string> secrets) =>
        secrets.ToImmutableDictionary(secret => secret.Key, secret => secret.Value.Length < ShortestWithHint ? "••••" : "••••" + secret.Value[^HintLength..]);

    /// <summary>Those of before with the given ones in their place; an empty text takes one away.</summary>
    public static ImmutableDictionary<string, string> Merge(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> given) =>
        before.ToImmutableDictionary().SetItems(given).RemoveRange(given.Where(setting => string.IsNullOrWhiteSpace(setting.Value)).Select(setting => setting.Key));

    /// <summary>Who may change an address could have stored secrets sent to a host of theirs: those are asked for again.</summary>
    /// <param name="kept">Names of the stored secrets that were not given anew.</param>
    /// <returns>Null when no secret is kept, or the address leads to the same host.</returns>
    public static ProblemHttpResult? SentElsewhere(
        IStoreConnector connector, IReadOnlyDictionary<string, string> before, IEnumerable<string> kept, IReadOnlyDictionary<string, string> after)
    {
        var secrets = string.Join(", ", kept.Order(StringComparer.Ordinal));
        return secrets.Length > 0 && connector.Description.Fields.Any(field => field.IsElsewhere(before.GetValueOrDefault(field.Name), after.GetValueOrDefault(field.Name)))
            ? ApiProblem.Create(
                StatusCodes.Status422UnprocessableEntity, SecretsRequired, "The address leads to another host than the one that the stored secrets were given for.", $"Give these with it: {secrets}.")
            : null;
    }

    /// <summary>Whether a setting has changed that decides which records are read; how they are read is of no account.</summary>
    public static bool ReadOtherwise(IStoreConnector connector, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        connector.Description.Fields.Any(field => !field.IsSecret && !field.IsManner && before.GetValueOrDefault(field.Name) != after.GetValueOrDefault(field.Name));

    private static bool IsSecret(IStoreConnector connector, string name) => connector.Description.Fields.Any(field => field.Name == name && field.IsSecret);
}
