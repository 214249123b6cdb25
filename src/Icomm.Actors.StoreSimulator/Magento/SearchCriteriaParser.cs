using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>
/// Reads searchCriteria from a query string as PHP does (nested brackets, the last of equal keys wins), with snake_case and camelCase names alike.
/// </summary>
internal static class SearchCriteriaParser
{
    public const int MaxPageSize = 300;
    private const int DefaultLimitedPageSize = 20;

    /// <exception cref="MagentoException">searchCriteria is missing or malformed.</exception>
    public static SearchCriteria Parse(string? queryString, bool inputLimiting)
    {
        var root = Tree(queryString) ?? throw MagentoException.RequiredField("searchCriteria");
        IReadOnlyList<IReadOnlyList<Filter>> groups = [];
        IReadOnlyList<SortOrder> sorts = [];
        int? pageSize = null, currentPage = null;
        foreach (var (name, node) in root.Children)
        {
            switch (Camel(name))
            {
                case "filterGroups":
                    groups = [.. node.Children.Select(g => Group(g.Node)).Where(g => g.Count > 0)];
                    break;
                case "sortOrders":
                    sorts = [.. node.Children.Select(s => Sort(s.Node))];
                    break;
                case "pageSize":
                    pageSize = Integer("pageSize", node);
                    break;
                case "currentPage":
                    currentPage = Integer("currentPage", node);
                    break;
                default:
                    throw new MagentoException(
                        StatusCodes.Status400BadRequest,
                        $"Property \"{name}\" does not have accessor method \"get{name}\" in class \"Magento\\Framework\\Api\\SearchCriteriaInterface\".");
            }
        }

        if (inputLimiting)
        {
            if (pageSize > MaxPageSize)
                throw new MagentoException(StatusCodes.Status400BadRequest, "Maximum SearchCriteria pageSize is %max", ("max", MaxPageSize));
            if (pageSize is null or <= 0) pageSize = DefaultLimitedPageSize;
        }

        return new SearchCriteria(groups, sorts, Math.Max(0, pageSize ?? 0), currentPage);
    }

    private static PhpNode? Tree(string? queryString)
    {
        PhpNode? root = null;
        foreach (var pair in new QueryStringEnumerable(queryString))
        {
            var key = pair.DecodeName().ToString();
            var bracket = key.IndexOf('[');
            if ((bracket < 0 ? key : key[..bracket]) is not ("searchCriteria" or "search_criteria")) continue;
            root ??= new PhpNode();
            var node = root;
            while (bracket >= 0)
            {
                var close = key.IndexOf(']', bracket);
                if (close < 0) break;
                node = node.Child(key[(bracket + 1)..close]);
                bracket = key.IndexOf('[', close);
            }

            if (node != root) node.Value = pair.DecodeValue().ToString();
        }

        return root;
    }

    private static List<Filter> Group(PhpNode group)
    {
        var filters = new List<Filter>();
        foreach (var (name, node) in group.Children)
        {
            if (Camel(name) == "filters") filters.AddRange(node.Children.Select(f => ReadFilter(f.Node)));
        }

        return filters;
    }

    private static Filter ReadFilter(PhpNode node)
    {
        string? field = null;
        var (value, condition) = ("", "eq");
        foreach (var (name, child) in node.Children)
        {
            switch (Camel(name))
            {
                case "field":
                    field = child.Value;
                    break;
                case "value":
                    value = child.Value ?? "";
                    break;
                case "conditionType":
                    condition = string.IsNullOrEmpty(child.Value) ? "eq" : child.Value;
                    break;
            }
        }

        // Without a field Magento writes a broken SQL statement.
        if (string.IsNullOrEmpty(field)) throw MagentoException.Internal();
        return new Filter(field, value, ConditionOf(condition), condition);
    }

    private static Condition ConditionOf(string name) => name switch
    {
        "neq" => Condition.Neq,
        "gt" => Condition.Gt,
        "gteq" or "from" or "moreq" => Condition.GtEq,
        "lt" => Condition.Lt,
        "lteq" or "to" => Condition.LtEq,
        "in" => Condition.In,
        "nin" => Condition.Nin,
        "like" => Condition.Like,
        "nlike" => Condition.Nlike,
        "null" => Condition.Null,
        "notnull" => Condition.NotNull,
        "finset" => Condition.FinSet,
        "nfinset" => Condition.NFinSet,
        _ => Condition.Eq,
    };

    private static SortOrder Sort(PhpNode node)
    {
        string? field = null;
        var descending = true;
        foreach (var (name, child) in node.Children)
        {
            if (name == "field") field = child.Value;
            if (name == "direction" && !string.IsNullOrEmpty(child.Value))
            {
                descending = child.Value.ToUpperInvariant() switch
                {
                    "ASC" => false,
                    "DESC" => true,
                    _ => throw new MagentoException(
                        StatusCodes.Status400BadRequest,
                        "The sort order has to be specified as %1 for ascending order or %2 for descending order.", ("1", "ASC"), ("2", "DESC")),
                };
            }
        }

        return string.IsNullOrEmpty(field) ? throw MagentoException.Internal() : new SortOrder(field, descending);
    }

    private static int Integer(string name, PhpNode node)
    {
        if (string.IsNullOrEmpty(node.Value)) return 0;
        return int.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw MagentoException.WrongType(name, node.Value);
    }

    private static string Camel(string name)
    {
        var at = name.IndexOf('_', StringComparison.Ordinal);
        return at < 0 || at + 1 == name.Length ? name : name[..at] + char.ToUpperInvariant(name[at + 1]) + Camel(name[(at + 2)..]);
    }

    private sealed class PhpNode
    {
        private readonly List<(string Name, PhpNode Node)> _children = [];

        public string? Value { get; set; }

        public IReadOnlyList<(string Name, PhpNode Node)> Children => _children;

        public PhpNode Child(string name)
        {
            // "[]" appends, as in PHP.
            if (name.Length == 0) name = _children.Count.ToString(CultureInfo.InvariantCulture);
            foreach (var (known, node) in _children)
            {
                if (known == name) return node;
            }

            var made = new PhpNode();
            _children.Add((name, made));
            return made;
        }
    }
}
