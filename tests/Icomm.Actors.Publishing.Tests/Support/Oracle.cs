using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.StoreSimulator.Icommkt;

namespace Icomm.Actors.Publishing.Tests.Support;

/// <summary>What the contacts API should have in the end, worked out without the product's code.</summary>
internal static class Oracle
{
    public static void AssertSame(IEnumerable<Contact> wanted, IEnumerable<IcommktContact> found) => Assert.Equal(
        wanted.Select(contact => (contact.Email, Describe(Fields(contact)))).OrderBy(each => each.Email, StringComparer.Ordinal),
        found.Select(contact => (contact.Email, Describe(contact.Fields))).OrderBy(each => each.Email, StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, string> Fields(Contact contact)
    {
        var fields = contact.Fields.ToDictionary(field => field.Name, field => Text(field.Value));
        if (contact.FirstName is not null)
            fields.Add("Nombre", contact.FirstName);
        if (contact.LastName is not null)
            fields.Add("Apellido", contact.LastName);
        return fields;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        int number => number.ToString("D", CultureInfo.InvariantCulture),
        Money money => Trimmed(money.ToDecimal()),
        Quantity quantity => Trimmed(quantity.ToDecimal()),
        DateOnly day => $"{day.Day:00}/{day.Month:00}/{day.Year:0000}",
        ImmutableArray<string> names => string.Join("|", names.Select(name => name.Replace('|', '/'))),
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    private static string Trimmed(decimal number)
    {
        var text = number.ToString("F4", CultureInfo.InvariantCulture);
        return text.TrimEnd('0').TrimEnd('.');
    }

    private static string Describe(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join("\n", fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"));
}
