using System.Globalization;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>A score of 1 (worst) to 5 (best) in each dimension: one of 125 cells.</summary>
/// <param name="Recency">5 bought last.</param>
/// <param name="Frequency">5 bought most often.</param>
/// <param name="Monetary">5 spent most.</param>
public readonly record struct RfmScore(byte Recency, byte Frequency, byte Monetary)
{
    /// <summary>How many scores there are in all.</summary>
    public const int Cells = 125;

    /// <summary>Three digits: 100 R + 10 F + M; 0 for a customer outside the population.</summary>
    public int Code => 100 * Recency + 10 * Frequency + Monetary;

    /// <summary>Index of the cell: 0 (111) to 124 (555).</summary>
    public int Cell => 25 * (Recency - 1) + 5 * (Frequency - 1) + (Monetary - 1);

    /// <summary>Whether the customer has a score: <c>default</c> stands for none.</summary>
    public bool Exists => Recency != 0;

    public static RfmScore OfCell(int cell) => new((byte)(cell / 25 + 1), (byte)(cell / 5 % 5 + 1), (byte)(cell % 5 + 1));

    /// <summary>The score of a <see cref="Code"/>; <c>default</c> for 0.</summary>
    public static RfmScore OfCode(int code) => new((byte)(code / 100), (byte)(code / 10 % 10), (byte)(code % 10));

    public override string ToString() => Code.ToString(CultureInfo.InvariantCulture);
}
