namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>The forms that the report may come in.</summary>
public sealed record FenicioCsvOptions
{
    public FenicioLanguage Language { get; init; } = FenicioLanguage.Spanish;

    /// <summary>A comma, a semicolon or a tab.</summary>
    public char Delimiter { get; init; } = ';';

    public FenicioDecimals Decimals { get; init; } = FenicioDecimals.Comma;

    public FenicioDates Dates { get; init; } = FenicioDates.Slashes;

    public bool ByteOrderMark { get; init; }

    public string NewLine { get; init; } = "\r\n";

    /// <summary>Puts the rows into another order; null leaves those of an order together.</summary>
    public int? ShuffleSeed { get; init; }

    /// <summary>Writes the buyer's id where the name stands otherwise.</summary>
    public bool BuyerIds { get; init; }

    /// <summary>IANA id of the zone of the shop's wall clock.</summary>
    public string TimeZone { get; init; } = "America/Montevideo";
}

public enum FenicioLanguage
{
    Spanish,

    /// <summary>The help article's, translated by a machine.</summary>
    Portuguese,
}

public enum FenicioDecimals
{
    /// <summary><c>1.234,56</c>.</summary>
    Comma,

    /// <summary><c>1234.56</c>.</summary>
    Point,

    /// <summary><c>1,234.56</c>.</summary>
    GroupedPoint,
}

public enum FenicioDates
{
    /// <summary><c>30/06/2025 09:05:07</c>.</summary>
    Slashes,

    /// <summary><c>30/06/2025 09:05</c>.</summary>
    SlashesToTheMinute,

    /// <summary><c>2025-06-30 09:05:07</c>.</summary>
    Dashes,

    /// <summary>As the API writes them.</summary>
    WithOffset,
}
