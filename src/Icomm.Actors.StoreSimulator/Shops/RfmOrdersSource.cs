namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>The transaction table of the R package rfm as a shop; <see cref="RfmOrdersShop"/> says how.</summary>
/// <param name="Path">The file, plain or gzipped (.gz).</param>
public sealed record RfmOrdersSource(string Path) : ShopSource
{
    /// <summary>Whether the file is this table, by its header. A file that isn't there is none.</summary>
    public static bool Recognizes(string path) => File.Exists(path) && RfmOrdersFile.HasHeader(path);

    public override ShopData Build(TimeProvider clock) => RfmOrdersShop.Read(this);
}
