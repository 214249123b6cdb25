namespace Icomm.Actors.Domain.Profiles;

/// <summary>What queries over profiles need: the columns stored beside the state.</summary>
/// <param name="Email">Normalised; null for a profile that has none.</param>
/// <param name="FirstName">Of the most recently changed record that has a name.</param>
/// <param name="LastName">Of the same record as the first name.</param>
/// <param name="OrderCount">Orders of every status, folded ones included.</param>
/// <param name="PurchaseCount">Orders that count as purchases, folded ones included.</param>
/// <param name="FirstPurchaseAt">UTC, null without a purchase.</param>
/// <param name="LastPurchaseAt">UTC, null without a purchase.</param>
public sealed record ProfileSummary(
    string? Email, string? FirstName, string? LastName, int OrderCount, int PurchaseCount, DateTimeOffset? FirstPurchaseAt, DateTimeOffset? LastPurchaseAt)
{
    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(ProfileSummary)} {{ OrderCount = {OrderCount}, PurchaseCount = {PurchaseCount} }}";
}
