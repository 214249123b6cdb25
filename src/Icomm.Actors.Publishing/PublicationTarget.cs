using System.Collections.Immutable;

namespace Icomm.Actors.Publishing;

/// <summary>Where to publish, secrets in the clear: lives in memory only.</summary>
/// <param name="Id">Whose target it is, <c>{account}/{database}</c>: scopes pace, circuit and folders, so that two databases never share them. Shows up in logs.</param>
/// <param name="Type">A sink's name: see <see cref="ContactSinkTypes"/>.</param>
/// <param name="Settings">By field name (<see cref="SinkField.Name"/>).</param>
public sealed record PublicationTarget(string Id, string Type, ImmutableDictionary<string, string> Settings)
{
    /// <exception cref="PublishException">The setting is missing or blank (<c>publish_setting_missing</c>).</exception>
    public string Require(string name) => Find(name) ?? throw PublishProblems.SettingMissing(name);

    /// <returns>The setting without blanks around it; null when it is missing or blank.</returns>
    public string? Find(string name) => Settings.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>Never prints a setting.</summary>
    public override string ToString() => $"{nameof(PublicationTarget)} {Type} of {Id}";
}

/// <summary>The kinds of sink of this build. The names are stored: never change one.</summary>
public static class ContactSinkTypes
{
    public const string Icommkt = "icommkt";
    public const string Csv = "csv";
    public const string Omnichannel = "omnichannel";
}
