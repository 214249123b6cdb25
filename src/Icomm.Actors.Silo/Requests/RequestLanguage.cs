using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Requests;

/// <summary>The language a request wants its texts in: the best of <c>Accept-Language</c> (RFC 9110 §12.5.4) that the product has.</summary>
internal static class RequestLanguage
{
    private static readonly string[] Spoken = ["en", "es", "pt"];

    /// <summary>Says in the answer which language it is in.</summary>
    /// <returns><c>en</c>, <c>es</c> or <c>pt</c>; English when none is wanted.</returns>
    public static string Choose(HttpContext context)
    {
        var language = context.Request.GetTypedHeaders().AcceptLanguage
            .Where(wanted => wanted.Quality is not 0)
            .OrderByDescending(wanted => wanted.Quality ?? 1)
            .Select(wanted => Spoken.FirstOrDefault(spoken => Speaks(wanted, spoken)))
            .FirstOrDefault(spoken => spoken is not null) ?? "en";
        context.Response.Headers.ContentLanguage = language;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return language;
    }

    /// <summary><c>pt</c> serves <c>pt-BR</c> (RFC 4647 §3.4).</summary>
    private static bool Speaks(StringWithQualityHeaderValue wanted, string spoken) =>
        wanted.Value.Equals(spoken, StringComparison.OrdinalIgnoreCase)
        || (wanted.Value.Length > 2 && wanted.Value[2] == '-' && wanted.Value.StartsWith(spoken, StringComparison.OrdinalIgnoreCase));
}
