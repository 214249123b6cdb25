using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Icomm.Actors.Persistence.Audit;

/// <summary>One thing that somebody did, or that the program did by itself.</summary>
public sealed record AuditEntry
{
    /// <summary>The account that was acted in.</summary>
    public required string Account { get; init; }

    /// <summary>Sorts by time.</summary>
    public required string EntryId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null when the program did it by itself.</summary>
    public AuditedKey? Key { get; init; }

    /// <summary>The operation's name in the API's document, as <c>updateIntegration</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The path of what it was done to.</summary>
    public required string Resource { get; init; }

    public string? IntegrationId { get; init; }

    public string? DatabaseId { get; init; }

    public AuditOutcome Outcome { get; init; }

    public ImmutableArray<FieldChange> Changes { get; init; } = [];

    /// <summary>An id for what a name stands for: the same for the same, and between those of a <see cref="Guid.CreateVersion7(DateTimeOffset)"/> of before and after.</summary>
    public static string IdOf(DateTimeOffset at, string name)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds():x12}{digest[..20]}");
    }
}

/// <param name="Account">The account that the key belongs to: another than the entry's when an operator acted in it.</param>
/// <param name="Name">What the key is called; not stored with the entry.</param>
public sealed record AuditedKey(string KeyId, string Account, string? Name = null);

/// <summary>The names are stored.</summary>
public enum AuditOutcome
{
    /// <summary>It began; the process ended before it was known what came of it.</summary>
    Unknown,

    Done,

    /// <summary>Something failed inside; a part of it may have been done.</summary>
    Failed,
}

/// <summary>A field of what was changed.</summary>
/// <param name="Field">Its name in the API, with a dot before a part: <c>settings.siteUrl</c>.</param>
/// <param name="Before">Null when it was not there.</param>
/// <param name="After">Null when it is gone.</param>
public sealed record FieldChange(string Field, string? Before, string? After);
