using System.Text;

namespace Icomm.Actors.StoreSimulator.Tests.Support;

/// <summary>Builds searchCriteria query strings.</summary>
internal sealed class Query(bool camelCase = false)
{
    private readonly StringBuilder _text = new("?searchCriteria=");
    private int _groups;
    private int _sorts;

    public Query Where(string field, string condition, string value) => WhereAny((field, condition, value));

    public Query WhereAny(params (string Field, string Condition, string Value)[] filters)
    {
        for (var i = 0; i < filters.Length; i++)
        {
            var at = camelCase ? $"searchCriteria[filterGroups][{_groups}][filters][{i}]" : $"searchCriteria[filter_groups][{_groups}][filters][{i}]";
            Add($"{at}[field]", filters[i].Field);
            Add($"{at}[value]", filters[i].Value);
            if (filters[i].Condition.Length > 0) Add(camelCase ? $"{at}[conditionType]" : $"{at}[condition_type]", filters[i].Condition);
        }

        _groups++;
        return this;
    }

    public Query OrderBy(string field, string direction = "ASC")
    {
        var name = camelCase ? "sortOrders" : "sort_orders";
        Add($"searchCriteria[{name}][{_sorts}][field]", field);
        if (direction.Length > 0) Add($"searchCriteria[{name}][{_sorts}][direction]", direction);
        _sorts++;
        return this;
    }

    public Query Page(int size, int? page = null)
    {
        Add(camelCase ? "searchCriteria[pageSize]" : "searchCriteria[page_size]", $"{size}");
        if (page is not null) Add(camelCase ? "searchCriteria[currentPage]" : "searchCriteria[current_page]", $"{page}");
        return this;
    }

    public string On(string path) => path + _text;

    private void Add(string name, string value) => _text.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
}
