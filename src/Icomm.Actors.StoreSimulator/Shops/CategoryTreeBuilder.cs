using System.Collections.Immutable;
using System.Globalization;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Grows a tree as Magento has it: root (id 1, level 0), the store's root (id 2, level 1), departments (level 2), leaves (level 3).</summary>
internal sealed class CategoryTreeBuilder
{
    private const int StoreRootId = 2;

    private readonly Dictionary<string, ShopCategory> _departments = [];
    private readonly Dictionary<(string Department, string Leaf), ShopCategory> _leaves = [];
    private readonly List<ShopCategory> _all;
    private readonly DateTime _created;

    public CategoryTreeBuilder(DateTime created)
    {
        _created = created;
        _all =
        [
            new ShopCategory { Id = 1, ParentId = 0, Name = "Root Catalog", Level = 0, Position = 0, Path = "1", CreatedAt = created, UpdatedAt = created },
            new ShopCategory
            {
                Id = StoreRootId, ParentId = 1, Name = "Default Category", Level = 1, Position = 1, Path = "1/2", CreatedAt = created, UpdatedAt = created,
            },
        ];
    }

    public IReadOnlyList<ShopCategory> Categories => _all;

    /// <summary>The leaf's id; it and its department are made when they don't exist.</summary>
    public int Leaf(string department, string leaf)
    {
        if (_leaves.TryGetValue((department, leaf), out var known)) return known.Id;
        if (!_departments.TryGetValue(department, out var parent))
            _departments[department] = parent = Add(_all[1], department, _departments.Count + 1);
        var position = _leaves.Count(l => l.Key.Department == department) + 1;
        var made = Add(parent, leaf, position);
        _leaves[(department, leaf)] = made;
        return made.Id;
    }

    public ImmutableArray<int> WithParents(int leaf) => [leaf, _all[leaf - 1].ParentId];

    private ShopCategory Add(ShopCategory parent, string name, int position)
    {
        var id = _all.Count + 1;
        var made = new ShopCategory
        {
            Id = id,
            ParentId = parent.Id,
            Name = name,
            Level = parent.Level + 1,
            Position = position,
            Path = parent.Path + "/" + id.ToString(CultureInfo.InvariantCulture),
            CreatedAt = _created,
            UpdatedAt = _created,
        };
        _all.Add(made);
        return made;
    }
}
