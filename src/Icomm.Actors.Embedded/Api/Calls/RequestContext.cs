namespace Orleans.Runtime;

/// <summary>
/// Values that travel with a call: what the caller set is seen by the called grain and by those that it calls. What a called grain
/// sets does not come back. Values should be immutable.
/// </summary>
public static class RequestContext
{
    // The dictionary is never changed once it is here, so that it can travel by reference.
    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>The keys that are set.</summary>
    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The keys and values that are set.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>A value; null when it isn't set.</summary>
    public static object? Get(string key) => Values.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a value for the calls that this flow of control makes from now on.</summary>
    public static void Set(string key, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Values.Value = new(Values.Value ?? []) { [key] = value };
    }

    /// <summary>Takes a value back.</summary>
    /// <returns>Whether it was set.</returns>
    public static bool Remove(string key)
    {
        if (Values.Value is not { } values || !values.ContainsKey(key))
        {
            return false;
        }

        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        Values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    /// <summary>Takes every value back.</summary>
    public static void Clear()
    {
        if (Values.Value is not null)
        {
            Values.Value = null;
        }
    }

    internal static Dictionary<string, object>? Export() => Values.Value;

    internal static void Import(Dictionary<string, object>? values)
    {
        // Setting an AsyncLocal allocates an ExecutionContext: most calls carry nothing and skip it.
        if (!ReferenceEquals(Values.Value, values))
        {
            Values.Value = values;
        }
    }
}
