namespace Icomm.Actors.Testing.Outside.Oracle;

/// <summary>One order as the truth has it, before any indicator is made of it.</summary>
internal sealed record OracleOrder
{
    /// <summary>Trimmed and lower-cased: whose profile it belongs to.</summary>
    public required string Email { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime PlacedAt { get; init; }

    /// <summary>Paid, not cancelled, not wholly refunded.</summary>
    public required bool IsPurchase { get; init; }

    /// <summary>Grand total less refunds.</summary>
    public required decimal Net { get; init; }

    public required IReadOnlyList<OracleLine> Lines { get; init; }

    public string? Coupon { get; init; }
}

/// <param name="Units">Bought and neither cancelled nor given back; never below zero.</param>
internal sealed record OracleLine(string ProductId, string Name, decimal Units, string? Brand, IReadOnlyList<(int Id, string Name)> Categories);
