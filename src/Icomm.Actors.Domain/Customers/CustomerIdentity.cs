using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Icomm.Actors.Domain.Customers;

/// <summary>What a customer is known by. The numbers are stable.</summary>
public enum CustomerIdentityKind : byte
{
    Email = 0,
    StoreCustomer = 1,
    Document = 2,
}

/// <summary>
/// Who a record is about, within one database: the e-mail if there is one (so that several stores meet in one profile), else the store's own customer id (valid within its
/// integration), else the identity document (DESIGN §6). Only <see cref="CustomerIdentityKind.Email"/> identities are ever published.
/// </summary>
public sealed partial record CustomerIdentity
{
    private CustomerIdentity(CustomerIdentityKind kind, string value)
    {
        Kind = kind;
        Value = value;
    }

    public CustomerIdentityKind Kind { get; }

    /// <summary>Canonical text: the e-mail, <c>{integration}:{store customer id}</c> or <c>doc:{document}</c>. Personal data: digest it before it goes into a key.</summary>
    public string Value { get; }

    /// <summary>The normalised e-mail, null for the other kinds.</summary>
    public string? Email => Kind == CustomerIdentityKind.Email ? Value : null;

    /// <returns>False when the reference holds nothing to know anyone by.</returns>
    public static bool TryCreate(string integrationId, CustomerReference reference, [NotNullWhen(true)] out CustomerIdentity? identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(integrationId);
        ArgumentNullException.ThrowIfNull(reference);
        identity = null;
        if (NormaliseEmail(reference.Email) is { } email)
            identity = new CustomerIdentity(CustomerIdentityKind.Email, email);
        else if (Trimmed(reference.StoreCustomerId) is { } id)
            identity = new CustomerIdentity(CustomerIdentityKind.StoreCustomer, $"{integrationId}:{id}");
        else if (NormaliseDocument(reference.Document) is { } document)
            identity = new CustomerIdentity(CustomerIdentityKind.Document, $"doc:{document}");
        return identity is not null;
    }

    /// <summary>
    /// Every identity that a reference shows: the e-mail, the account at the store, and the document where there is neither. A document beside another is left out: stores have all their
    /// anonymous sales on one.
    /// </summary>
    public static IEnumerable<CustomerIdentity> AllOf(string integrationId, CustomerReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (TryCreate(integrationId, reference, out var first))
            yield return first;
        if (first is { Kind: CustomerIdentityKind.Email } && TryCreate(integrationId, reference with { Email = null, Document = null }, out var account))
            yield return account;
    }

    /// <summary>An identity from an e-mail typed by a person, as when a profile is asked for.</summary>
    public static bool TryFromEmail(string? email, [NotNullWhen(true)] out CustomerIdentity? identity)
    {
        identity = NormaliseEmail(email) is { } normal ? new CustomerIdentity(CustomerIdentityKind.Email, normal) : null;
        return identity is not null;
    }

    /// <summary>
    /// Trimmed, NFC, lower-cased (invariant), VTEX's mask removed. Null for what is no e-mail: no or a misplaced <c>@</c>, white space or control characters inside,
    /// more than 254 characters, or VTEX's alias (<c>hex@ct.vtex.com.br</c>), which stands for a person but reaches nobody for long.
    /// </summary>
    public static string? NormaliseEmail(string? email)
    {
        if (Trimmed(email) is not { Length: <= 1_000 } text || Normalised(text) is not { } normal)
            return null;
        normal = VtexMask().Replace(normal, "");
        var at = normal.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at == normal.Length - 1 || normal.Length > 254 || normal.LastIndexOf('@') != at)
            return null;
        foreach (var c in normal)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
                return null;
        }

        return normal.AsSpan(at + 1).SequenceEqual("ct.vtex.com.br") ? null : normal;
    }

    /// <summary>Letters and digits only, lower-cased: <c>1.234.567-8</c> and <c>12345678</c> are one person. Null when nothing is left.</summary>
    public static string? NormaliseDocument(string? document)
    {
        if (Trimmed(document) is not { Length: <= 1_000 } text || Normalised(text) is not { } normal)
            return null;
        var kept = new string([.. normal.Where(char.IsLetterOrDigit)]);
        return kept.Length is 0 or > 100 ? null : kept;
    }

    /// <summary>Never prints the person: identities travel through logs and exceptions.</summary>
    public override string ToString() => Kind.ToString();

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Normalised(string text)
    {
        try
        {
            // Lower-casing can take a text out of NFC again, so it is normalised on both sides.
            return text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return null; // half a surrogate pair: not text
        }
    }

    // facts/stores.md on VTEX: the masked address is the real one with a suffix per store.
    [GeneratedRegex(@"-[0-9a-z]+\.ct\.vtex\.com\.br\z", RegexOptions.CultureInvariant)]
    private static partial Regex VtexMask();
}
