using System.Collections.Immutable;

namespace Icomm.Actors.Publishing.Values;

/// <summary>Puts fields into columns of fixed names and order.</summary>
internal sealed class FieldColumns(ImmutableArray<string> names)
{
    public ImmutableArray<string> Names => names;

    /// <summary>The values by column; null where there is no field.</summary>
    /// <exception cref="ArgumentException">There is a field without a column, which would be lost.</exception>
    public object?[] Of(ImmutableArray<ContactField> fields)
    {
        var values = new object?[names.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            // Profiles give their fields in the published order, so a field nearly always stands where its column does.
            var column = i < names.Length && names[i] == fields[i].Name ? i : names.IndexOf(fields[i].Name);
            if (column < 0)
                throw new ArgumentException($"There is no column for '{fields[i].Name}'.", nameof(fields));
            values[column] = fields[i].Value;
        }

        return values;
    }
}
