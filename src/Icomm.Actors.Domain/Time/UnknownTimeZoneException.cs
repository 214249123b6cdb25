namespace Icomm.Actors.Domain.Time;

/// <summary>A time zone id that this machine's IANA database doesn't have. Code <c>unknown_time_zone</c>.</summary>
public sealed class UnknownTimeZoneException(string id, Exception? inner = null)
    : DomainException("unknown_time_zone", $"'{(id.Length <= 64 ? id : id[..64])}' is not an IANA time zone", inner)
{
    /// <summary>The id as it was given.</summary>
    public string Id { get; } = id;
}
