using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Publishing.Files;

/// <summary>Whom to look for in files.</summary>
/// <param name="Texts">What names the person wherever it stands, in whatever letter case (<see cref="PersonTexts"/>).</param>
/// <param name="Accounts">The person's customer ids, each of which says something in its own store only.</param>
public sealed record ExportedPerson(IReadOnlyCollection<string> Texts, IReadOnlyCollection<(string IntegrationId, string StoreCustomerId)> Accounts)
{
    /// <summary>Never prints the person.</summary>
    public override string ToString() => nameof(ExportedPerson);
}
