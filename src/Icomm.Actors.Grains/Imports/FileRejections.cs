using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Imports;

namespace Icomm.Actors.Grains.Imports;

/// <summary>From what a connector says of a row to what is kept and counted.</summary>
internal static class FileRejections
{
    /// <summary>Of a reason and of a key no more is kept.</summary>
    private const int MostCharacters = 500;

    public static ImportRejection ToImport(this FileRejection rejection) =>
        new(rejection.Line, rejection.OrderKey is { } key ? Cut(key) : null, rejection.Code, Cut(rejection.Reason));

    public static ImmutableSortedDictionary<string, long> Count(this ImmutableSortedDictionary<string, long> counts, string code, long more = 1) =>
        more == 0 ? counts : counts.SetItem(code, counts.GetValueOrDefault(code) + more);

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters];
}
