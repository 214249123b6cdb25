using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Which orders count as purchases: those that Magento's states say (<see cref="MagentoOrderState"/>), unless the merchant says otherwise.</summary>
internal sealed partial record MagentoOrderRules
{
    private const int MostRules = 100;

    /// <summary>Codes of payment methods whose orders count, with a <c>*</c> at the end for all that begin so; empty for all. Without regard to case.</summary>
    public ImmutableArray<string> PaymentMethods { get; init; } = [];

    private FrozenDictionary<string, OrderStatus> States { get; init; } = FrozenDictionary<string, OrderStatus>.Empty;

    private FrozenDictionary<string, OrderStatus> Statuses { get; init; } = FrozenDictionary<string, OrderStatus>.Empty;

    /// <summary>A status, which merchants make for their own purposes, goes before the state that it belongs to. An order paid in another way is known and doesn't count.</summary>
    public OrderStatus Of(string state, string? status, string? paymentMethod)
    {
        if (status is null || !Statuses.TryGetValue(status, out var meaning))
            meaning = States.TryGetValue(state, out var byState) ? byState : MagentoOrderState.Status(state);
        return meaning == OrderStatus.Purchase && !Counts(paymentMethod) ? OrderStatus.Pending : meaning;
    }

    /// <summary>Whether orders paid so count.</summary>
    public bool Counts(string? paymentMethod) => PaymentMethods.IsEmpty || (paymentMethod is not null && PaymentMethods.Any(wanted => Fits(wanted, paymentMethod)));

    public static bool Fits(string wanted, string paymentMethod) => wanted.EndsWith('*')
        ? paymentMethod.StartsWith(wanted[..^1], StringComparison.OrdinalIgnoreCase)
        : paymentMethod.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    /// <param name="paymentMethods">Codes with commas between them.</param>
    /// <param name="stateOverrides">As <c>holded=purchase, status:fraud=cancelled</c>.</param>
    /// <returns>Null, and the setting's name, when one of them can't be read.</returns>
    public static (MagentoOrderRules? Rules, string? Invalid) Parse(string? paymentMethods, string? stateOverrides)
    {
        var methods = Split(paymentMethods);
        if (methods.Length > MostRules || !methods.All(each => PaymentMethod().IsMatch(each)))
            return (null, MagentoSettings.Names.PaymentMethods);
        var states = new Dictionary<string, OrderStatus>(StringComparer.OrdinalIgnoreCase);
        var statuses = new Dictionary<string, OrderStatus>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in Split(stateOverrides))
        {
            if (Override().Match(text) is not { Success: true } match || Meaning(match.Groups["meaning"].Value) is not { } meaning)
                return (null, MagentoSettings.Names.StateOverrides);
            var target = match.Groups["kind"].Value.StartsWith("status", StringComparison.OrdinalIgnoreCase) ? statuses : states;
            if (!target.TryAdd(match.Groups["name"].Value, meaning) || target.Count > MostRules)
                return (null, MagentoSettings.Names.StateOverrides);
        }

        return (new MagentoOrderRules
        {
            PaymentMethods = [.. methods],
            States = states.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            Statuses = statuses.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
        }, null);
    }

    private static string[] Split(string? text) => text?.Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static OrderStatus? Meaning(string word) => word.ToLowerInvariant() switch
    {
        "purchase" => OrderStatus.Purchase,
        "pending" => OrderStatus.Pending,
        "cancelled" or "canceled" => OrderStatus.Cancelled,
        _ => null,
    };

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]{1,128}\*?\z")]
    private static partial Regex PaymentMethod();

    [GeneratedRegex(@"^(?<kind>(state|status)\s*:)?\s*(?<name>[A-Za-z0-9_\-]{1,64})\s*=\s*(?<meaning>[A-Za-z]{1,20})\z", RegexOptions.IgnoreCase)]
    private static partial Regex Override();
}
