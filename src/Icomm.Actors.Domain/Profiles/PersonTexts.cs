using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>The texts by which a person is recognised where nothing but text is kept, as in records that could not be read and in files that were written: e-mails and documents.</summary>
public static class PersonTexts
{
    /// <summary>Shorter documents are in too many texts that are about somebody else.</summary>
    private const int ShortestDocument = 6;

    /// <summary>Every e-mail, and every document of six characters or more, that a store knows the customer by.</summary>
    public static ImmutableArray<string> Of(ProfileCustomer customer) =>
    [
        .. customer.Stores.Select(store => store.Email).OfType<string>(),
        .. customer.Stores.Select(store => store.Document).OfType<string>().Where(document => document.Length >= ShortestDocument),
    ];

    /// <summary>A document as somebody typed it and as it is normalised, each if it has six characters or more.</summary>
    public static ImmutableArray<string> OfDocument(string document) =>
        [.. new[] { document.Trim(), CustomerIdentity.NormaliseDocument(document) }.OfType<string>().Where(text => text.Length >= ShortestDocument)];

    /// <summary>Whether one of the texts stands in another by itself, in whatever case: <c>ana@example.com</c> is not named by <c>juana@example.com</c>.</summary>
    public static bool AreNamedIn(string text, IReadOnlyCollection<string> names) => names.Any(name => IsNamedIn(text, name));

    private static bool IsNamedIn(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!IsJoinedBefore(text, at) && !IsJoinedAfter(text, at + name.Length))
                return true;
        }

        return false;
    }

    /// <summary>A letter after a backslash is a JSON text's escape and no part of the name.</summary>
    private static bool IsJoinedBefore(string text, int at) => at > 0 && (IsOfWord(text[at - 1]) || text[at - 1] is '.' or '+' or '%') && !(at > 1 && text[at - 2] == '\\');

    private static bool IsJoinedAfter(string text, int end) => end < text.Length && (IsOfWord(text[end]) || (text[end] == '.' && end + 1 < text.Length && IsOfWord(text[end + 1])));

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';
}
