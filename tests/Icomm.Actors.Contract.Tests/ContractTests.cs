namespace Icomm.Actors.Contract.Tests;

/// <summary>The committed document of the API, as those see it who have nothing else of it.</summary>
public sealed class ContractTests
{
    [NpmFact]
    public void ThePublicLinterFindsNothing() => Npm.Run("lint");

    [NpmFact]
    public void ATypeScriptClientIsGeneratedAndCompiles()
    {
        Npm.Run("generate");
        Npm.Run("compile");
    }
}
