namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>The card that everything is paid with: a number made for tests. Nobody may keep it, so that it can be looked for in what is kept.</summary>
public static class FenicioCard
{
    public const string Bin = "450799";

    public const string LastFour = "4905";

    public const string Number = "450799XXXXXX4905";

    public const string Authorization = "AUT-771203";
}
