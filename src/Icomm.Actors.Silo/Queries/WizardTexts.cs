using Icomm.Actors.Domain;

namespace Icomm.Actors.Silo.Queries;

/// <summary>What the wizard says of a verification (the help article of VTEX).</summary>
internal static class WizardTexts
{
    /// <param name="platform">Its name, as a merchant knows it.</param>
    public static LocalizedText Connected(string platform) => new(
        $"The connection with {platform} works.", $"Conexión exitosa con {platform}.", $"Conexão com {platform} bem-sucedida.");

    public static LocalizedText NotConnected(string platform) => new(
        $"No connection with {platform} could be made.", $"No se pudo conectar con {platform}.", $"Não foi possível conectar com {platform}.");
}
