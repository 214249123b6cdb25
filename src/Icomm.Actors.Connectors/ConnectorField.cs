using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Connectors;

/// <summary>One field of the wizard's form.</summary>
/// <param name="Name">Key in the settings, lower camel case. It never changes: it is stored.</param>
/// <param name="Label">What the form shows.</param>
/// <param name="Help">What to write there, and where to find it.</param>
/// <param name="IsSecret">Encrypted at rest, never returned.</param>
public sealed record ConnectorField(string Name, LocalizedText Label, LocalizedText Help, bool IsRequired = false, bool IsSecret = false)
{
    public FieldKind Kind { get; init; } = FieldKind.Text;

    /// <summary>Whether its value is to be given to the store, along with the address and the token that it pushes with.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>Whether it says where the secrets are sent to: those that were given for one host are not sent to another.</summary>
    public bool IsAddress { get; init; }

    /// <summary>Whether secrets would go to another place than before: another scheme, host or port. The path is of no account.</summary>
    public bool IsElsewhere(string? before, string? after) => IsAddress && StoreUrl.AuthorityOf(before) != StoreUrl.AuthorityOf(after);

    /// <summary>Whether it says only how records are read (page size, pace), not which: a change of it has nothing read anew.</summary>
    public bool IsManner { get; init; }
}

/// <summary>What a field's text has to look like.</summary>
public enum FieldKind
{
    Text,

    /// <summary>A web address.</summary>
    Url,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of the store views or sales channels that a verification finds, by id.</summary>
    Choice,

    /// <summary>Any number of them, by id, with commas between.</summary>
    Choices,
}
