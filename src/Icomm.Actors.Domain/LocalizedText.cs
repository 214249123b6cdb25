namespace Icomm.Actors.Domain;

/// <summary>A text for merchants in the languages of the product.</summary>
/// <param name="En">English.</param>
/// <param name="Es">Spanish.</param>
/// <param name="Pt">Portuguese.</param>
public sealed record LocalizedText(string En, string Es, string Pt)
{
    /// <param name="language">ISO 639-1, as <c>es</c>; English for any other than <c>es</c> and <c>pt</c>.</param>
    public string In(string language) => language switch
    {
        "es" => Es,
        "pt" => Pt,
        _ => En,
    };

    /// <summary>One text after the other, as two sentences.</summary>
    public LocalizedText Then(LocalizedText next) => new($"{En} {next.En}", $"{Es} {next.Es}", $"{Pt} {next.Pt}");

    public override string ToString() => En;
}
