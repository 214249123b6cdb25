using System.Globalization;

namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>Where the page before ended. Holds all that is needed to go on, so that a token is good for ever and after any restart.</summary>
/// <param name="Ticks">Stamp of the last record seen.</param>
/// <param name="Id">Its id.</param>
/// <param name="Backwards">The slice is read from its end.</param>
/// <param name="IsRepeat">The page behind this token is the same one again: it isn't repeated a second time.</param>
internal readonly record struct PageToken(long Ticks, string Id, bool Backwards, bool IsRepeat)
{
    public static PageToken Parse(string text)
    {
        var parts = text.Split('|', 4);
        return new PageToken(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[3], parts[1] == "b", parts[2] == "r");
    }

    /// <summary>The beginning of a slice, for a first page that is to be repeated.</summary>
    public static PageToken Start(bool backwards) => backwards ? new PageToken(long.MaxValue, "", true, false) : new PageToken(long.MinValue, "", false, false);

    public bool IsPassedBy(ShopRecord record)
    {
        var order = record.UpdatedAt.UtcTicks.CompareTo(Ticks);
        if (order == 0)
            order = string.CompareOrdinal(record.Id, Id);
        return Backwards ? order < 0 : order > 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ticks}|{(Backwards ? "b" : "f")}|{(IsRepeat ? "r" : "-")}|{Id}");
}
