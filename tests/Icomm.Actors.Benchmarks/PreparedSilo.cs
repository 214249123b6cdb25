using System.Globalization;
using Icomm.Actors.Connectors;
using Icomm.Actors.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Benchmarks;

/// <summary>The product as a process of its own that knows one more store: the one whose pages are prepared. What trials of a cluster start, so that no shop is the limit.</summary>
internal static class PreparedSilo
{
    public const string Verb = "prepared-silo";

    /// <summary>Serves until it is told to stop.</summary>
    /// <param name="orders">That the store has.</param>
    /// <param name="settings">Of the silo.</param>
    public static async Task<int> ServeAsync(string orders, string[] settings)
    {
        var connector = new PreparedConnector(PreparedPages.Of(int.Parse(orders, CultureInfo.InvariantCulture)));
        await SiloApp.Create(settings, builder => builder.Services.AddSingleton<IStoreConnector>(connector)).RunAsync();
        return 0;
    }
}
