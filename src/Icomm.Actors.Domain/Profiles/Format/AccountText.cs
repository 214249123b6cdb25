using System.Text;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>A store's customer account as one text: e-mail (normalised), document, first name, last name, then name and value of each attribute by name, each behind its length in two bytes.</summary>
internal static class AccountText
{
    private const int MaxLength = 1_000;
    private const int MaxAttributes = 200;

    public static TextSpan Write(DraftText output, StoreCustomer customer)
    {
        var start = output.Count;
        Add(output, CustomerIdentity.NormaliseEmail(customer.Reference.Email));
        Add(output, customer.Reference.Document);
        Add(output, customer.Reference.FirstName);
        Add(output, customer.Reference.LastName);

        // The dictionary may be sorted by a culture; what is stored may not depend on one.
        foreach (var (name, value) in customer.Attributes.Where(pair => pair.Key.Length > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(MaxAttributes))
        {
            Add(output, name);
            Add(output, value);
        }

        return new TextSpan(start, output.Count - start);
    }

    /// <summary>The next text of an account; null when it is empty or nothing is left.</summary>
    public static string? Next(ref ReadOnlySpan<byte> account)
    {
        if (account.Length < 2)
            return null;
        var length = account[0] | account[1] << 8;
        var text = length == 0 ? null : Encoding.UTF8.GetString(account.Slice(2, length));
        account = account[(2 + length)..];
        return text;
    }

    /// <summary>Whether the bytes are whole: four fields and pairs after them.</summary>
    public static bool IsValid(ReadOnlySpan<byte> account)
    {
        var texts = 0;
        for (; account.Length >= 2; texts++)
        {
            var length = account[0] | account[1] << 8;
            if (account.Length < 2 + length)
                return false;
            account = account[(2 + length)..];
        }

        return account.IsEmpty && texts >= 4 && texts % 2 == 0;
    }

    private static void Add(DraftText output, string? text)
    {
        var length = output.Add([0, 0]);
        var written = string.IsNullOrEmpty(text) ? 0 : output.Add(text.Trim(), MaxLength).Length;
        output.Overwrite(length, [(byte)written, (byte)(written >> 8)]);
    }
}
