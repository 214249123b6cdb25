using System.Text.Json.Serialization;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>How a population's values become scores of 1 to 5, by the names that the API uses.</summary>
public enum RfmMethodName
{
    /// <summary>Quintiles; equal values score equally, and one purchase is always F = 1.</summary>
    [JsonStringEnumMemberName("quantile")]
    Quantile,

    /// <summary>The rule of the R package rfm.</summary>
    [JsonStringEnumMemberName("r-rfm")]
    RRfm,
}

internal static class RfmMethodNames
{
    public static RfmMethodName Of(RfmMethod method) => method switch
    {
        RfmMethod.Quantile => RfmMethodName.Quantile,
        RfmMethod.RRfm => RfmMethodName.RRfm,
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };

    public static RfmMethod ToDomain(this RfmMethodName name) => name switch
    {
        RfmMethodName.Quantile => RfmMethod.Quantile,
        RfmMethodName.RRfm => RfmMethod.RRfm,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
