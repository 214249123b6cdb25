using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Imports;

/// <summary>What a merchant decides about an upload.</summary>
/// <param name="FileName">The file's own name; null when the upload had none.</param>
/// <param name="NotBefore">Orders placed before this instant are left out.</param>
[GenerateSerializer, Immutable, Alias("icomm.import-definition")]
public sealed record ImportDefinition([property: Id(0)] string? FileName, [property: Id(1)] DateTimeOffset NotBefore)
{
    /// <summary>Never prints the file's name: somebody may have put a person's into it.</summary>
    public override string ToString() => nameof(ImportDefinition);
}
