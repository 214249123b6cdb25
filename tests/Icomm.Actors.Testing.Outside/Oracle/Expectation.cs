using System.Globalization;
using System.Text.Json;

namespace Icomm.Actors.Testing.Outside.Oracle;

/// <summary>What one indicator must be in the API's answer.</summary>
internal abstract record Expectation
{
    public abstract bool Holds(JsonElement actual);

    public static Expectation Of(decimal? value) => value is { } number ? new Number(number) : Nothing.Instance;

    public static Expectation Of(DateOnly? value) => value is { } date ? new Date(date) : Nothing.Instance;

    private sealed record Nothing : Expectation
    {
        public static readonly Nothing Instance = new();

        public override bool Holds(JsonElement actual) => actual.ValueKind == JsonValueKind.Null;

        public override string ToString() => "null";
    }

    private sealed record Number(decimal Value) : Expectation
    {
        public override bool Holds(JsonElement actual) => actual.ValueKind == JsonValueKind.Number && actual.GetDecimal() == Value;

        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Date(DateOnly Value) : Expectation
    {
        public override bool Holds(JsonElement actual) => actual.ValueKind == JsonValueKind.String && actual.GetString() == ToString();

        public override string ToString() => Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}

/// <summary>Any of some values is right: the last of several purchases of one second may be any of them.</summary>
internal sealed record AnyOf(IReadOnlyList<Expectation> Choices) : Expectation
{
    public override bool Holds(JsonElement actual) => Choices.Any(choice => choice.Holds(actual));

    public override string ToString() => string.Join(" or ", Choices);
}

/// <summary>A list of names in groups, the most recent group first; within a group (things of one instant) the order says nothing.</summary>
internal sealed record NamesByRecency(IReadOnlyList<IReadOnlyList<string>> Groups) : Expectation
{
    public override bool Holds(JsonElement actual)
    {
        if (actual.ValueKind != JsonValueKind.Array || actual.GetArrayLength() != Groups.Sum(group => group.Count))
            return false;
        var names = actual.EnumerateArray().Select(name => name.GetString()!).ToArray();
        var at = 0;
        foreach (var group in Groups)
        {
            var part = names.AsSpan(at, group.Count).ToArray();
            at += group.Count;
            if (!part.Order(StringComparer.Ordinal).SequenceEqual(group.Order(StringComparer.Ordinal), StringComparer.Ordinal))
                return false;
        }

        return true;
    }

    public override string ToString() => "[" + string.Join(" > ", Groups.Select(group => string.Join(", ", group))) + "]";
}
