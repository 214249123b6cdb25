namespace Icomm.Actors.Domain.Profiles;

/// <summary>A stored profile that can't be read, or a change it can't hold. The codes are in <see cref="ProfileStateErrors"/>.</summary>
public sealed class ProfileStateException(string code, string message) : DomainException(code, message);

/// <summary>Codes of <see cref="ProfileStateException"/>.</summary>
public static class ProfileStateErrors
{
    /// <summary>The bytes are no profile, or were damaged.</summary>
    public const string Corrupt = "profile_corrupt";

    /// <summary>Written by a newer version of this program: upgrade before reading it.</summary>
    public const string NewerVersion = "profile_newer_version";

    /// <summary>More integrations or currencies than a profile can name (250 each), or more than 2 GB.</summary>
    public const string TooLarge = "profile_too_large";

    /// <summary>Two profiles that have both folded orders can't be merged exactly: an order may be in the totals of both.</summary>
    public const string MergeFolded = "profile_merge_folded";
}
