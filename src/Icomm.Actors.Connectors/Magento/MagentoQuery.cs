using System.Globalization;
using System.Text;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Writes a <c>searchCriteria</c> (facts §2.2): filters that all must hold, sort orders, page, and the fields wanted.</summary>
internal sealed class MagentoQuery
{
    private readonly StringBuilder _text;
    private int _filters;
    private int _sorts;

    public MagentoQuery(string path, int pageSize, int page, string? fields = null)
    {
        _text = new StringBuilder(path).Append('?');
        Pair("searchCriteria[pageSize]", pageSize.ToString(CultureInfo.InvariantCulture));
        Pair("searchCriteria[currentPage]", page.ToString(CultureInfo.InvariantCulture));
        if (fields is not null)
            Pair("fields", fields);
    }

    public MagentoQuery Where(string field, string condition, string value)
    {
        var filter = string.Create(CultureInfo.InvariantCulture, $"searchCriteria[filter_groups][{_filters++}][filters][0]");
        Pair(filter + "[field]", field);
        Pair(filter + "[condition_type]", condition);
        Pair(filter + "[value]", value);
        return this;
    }

    public MagentoQuery Where(string field, string condition, long value) => Where(field, condition, value.ToString(CultureInfo.InvariantCulture));

    public MagentoQuery SortedBy(string field) => Sorted(field, "ASC");

    public MagentoQuery SortedBackwardsBy(string field) => Sorted(field, "DESC");

    /// <summary>Magento's own form of an instant: UTC, to the second.</summary>
    public static string Instant(long second) => DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();

    private MagentoQuery Sorted(string field, string direction)
    {
        var sort = string.Create(CultureInfo.InvariantCulture, $"searchCriteria[sortOrders][{_sorts++}]");
        Pair(sort + "[field]", field);
        Pair(sort + "[direction]", direction);
        return this;
    }

    private void Pair(string name, string value)
    {
        if (_text[^1] != '?')
            _text.Append('&');
        _text.Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
