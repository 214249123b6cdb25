using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>The columns of one kind of entity, by name.</summary>
internal sealed class Columns<T>(Func<string, MagentoException> unknown)
    where T : class, IShopEntity
{
    private readonly Dictionary<string, Field<T>> _fields = new(StringComparer.Ordinal);

    public Field<T> this[string name] => _fields.TryGetValue(name, out var field) ? field : throw unknown(name);

    public Columns<T> Key(string name)
    {
        _fields[name] = new NumberField<T>(e => e.Id) { Key = EntityKey.Id };
        return this;
    }

    public Columns<T> Dates()
    {
        _fields["created_at"] = new DateField<T>(e => e.CreatedAt) { Key = EntityKey.CreatedAt };
        _fields["updated_at"] = new DateField<T>(e => e.UpdatedAt) { Key = EntityKey.UpdatedAt };
        return this;
    }

    public Columns<T> Number(string name, Func<T, decimal?> read)
    {
        _fields[name] = new NumberField<T>(read);
        return this;
    }

    public Columns<T> Date(string name, Func<T, DateTime?> read)
    {
        _fields[name] = new DateField<T>(read);
        return this;
    }

    public Columns<T> Text(string name, Func<T, string?> read)
    {
        _fields[name] = new TextField<T>(read);
        return this;
    }

    public Columns<T> Ids(string name, Func<T, IEnumerable<int>> read)
    {
        _fields[name] = new IdSetField<T>(read);
        return this;
    }
}
