namespace Icomm.Actors.Contract.Tests;

/// <summary>A test that needs what package.json names. Skipped, and said so, where Node is missing or npm has no source of packages.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = Npm.Missing;
}
