namespace Icomm.Actors.Persistence;

/// <summary>What became of a version-checked write.</summary>
/// <param name="Succeeded">False: the store had another version, and nothing was changed.</param>
/// <param name="Version">The version now in the store; 0 for none.</param>
public readonly record struct VersionedWrite(bool Succeeded, long Version);
