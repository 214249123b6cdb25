using System.Text.RegularExpressions;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>The two shapes in which VTEX hides a shopper's e-mail (facts §3.3).</summary>
internal static partial class VtexMask
{
    private const string AliasDomain = "@ct.vtex.com.br";

    /// <summary>Takes the suffix off: <c>a@b.com-11b.ct.vtex.com.br</c> is <c>a@b.com</c>. Everything else stays as it is.</summary>
    public static string? Unmask(string? email) => email is null ? null : Suffix().Replace(email.Trim(), "");

    /// <summary>An alias stands for a person, but tells nobody whom: <c>75c7…@ct.vtex.com.br</c>.</summary>
    public static bool IsAlias(string? email) => email is not null && email.Trim().EndsWith(AliasDomain, StringComparison.OrdinalIgnoreCase);

    // Anchored at the end and without a dot in the token: domains may hold hyphens too.
    [GeneratedRegex(@"-[0-9a-z]+\.ct\.vtex\.com\.br\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
