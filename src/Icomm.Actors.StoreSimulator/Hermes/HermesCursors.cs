using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Icomm.Actors.StoreSimulator.Hermes;

/// <summary>The last record of a page: the next begins behind it, whatever has left the window meanwhile.</summary>
internal readonly record struct HermesPosition(long UpdatedTicks, int Id);

/// <summary>Makes cursors of positions, as a site should: by key, with nothing to remember. Where they live for a time, they tell when they were made.</summary>
internal sealed class HermesCursors(HermesOptions options, TimeProvider clock)
{
    private int _generation;

    public string Write(HermesPosition position)
    {
        var made = options.CursorLifetime is null ? 0 : clock.GetUtcNow().ToUnixTimeSeconds();
        var text = string.Create(CultureInfo.InvariantCulture, $"{position.UpdatedTicks}.{position.Id}.{made}.{Volatile.Read(ref _generation)}");
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));
    }

    /// <exception cref="HermesException">No cursor of this site, or one that it has forgotten.</exception>
    public HermesPosition Read(string cursor)
    {
        var parts = Base64Url.IsValid(cursor) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('.') : [];
        if (parts is not [_, _, _, _]
            || !Number(parts[0], out var ticks)
            || !Number(parts[1], out var id)
            || id > int.MaxValue
            || !Number(parts[2], out var made)
            || !Number(parts[3], out var generation))
            throw HermesException.InvalidParameter("cursor is not one that this site gave");
        var age = clock.GetUtcNow().ToUnixTimeSeconds() - made;
        if (generation != Volatile.Read(ref _generation) || age > options.CursorLifetime?.TotalSeconds) throw HermesException.CursorExpired();
        return new HermesPosition(ticks, (int)id);
    }

    public void ForgetAll() => Interlocked.Increment(ref _generation);

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
