namespace Icomm.Actors.Domain.Rfm;

/// <summary>How a population's values become scores of 1 to 5 (DESIGN §7). The numbers are stored: never renumber.</summary>
/// <remarks>
/// Small populations follow the same rules without exception. Of nobody there are no cuts (<see cref="RfmCuts.None"/>) and nobody scores. With one customer, or where all
/// are equal, every cut lies on the common value (or one above it), which is above none: all score R 5, F 1, M 1.
/// In any population the best recency scores R 5, the lowest frequency F 1 and the lowest amount M 1.
/// </remarks>
public enum RfmMethod : byte
{
    /// <summary>Cuts are the type-7 quantiles at .2, .4, .6 and .8; a score is 1 + the number of cuts strictly below the value, so that equal values score equally and one purchase is always F = 1. The default.</summary>
    Quantile = 0,

    /// <summary>The rule of the R package <c>rfm</c>: cuts are those quantiles + 1 (a day, a purchase, one unit of currency); a score is 1 + the number of cuts the value reaches.</summary>
    RRfm = 1,
}
