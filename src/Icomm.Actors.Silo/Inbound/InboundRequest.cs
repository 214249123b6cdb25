using System.IO.Compression;
using System.Net.Http.Headers;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Inbound;

/// <summary>Reads the two things that a pushed message is: a token and a body.</summary>
internal static class InboundRequest
{
    private const int LongestToken = 200;

    /// <summary>What gzip may add to bytes that it can't make smaller.</summary>
    private const int GzipOverhead = 1_024;

    /// <summary>Where a token may be: the usual place, the one that Fenicio uses (facts §4.2), and one for senders that can use neither.</summary>
    private static readonly string[] TokenHeaders = ["Token-Autenticacion-Efenicio", "X-Icomm-Token"];

    /// <returns>Empty when there is none.</returns>
    public static string TokenOf(HttpRequest request)
    {
        var token = AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var bearer) && bearer.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? bearer.Parameter
            : TokenHeaders.Select(name => request.Headers[name].ToString()).FirstOrDefault(value => value.Length > 0);
        return token is { Length: <= LongestToken } ? token.Trim() : "";
    }

    /// <summary>The problem with how the body is sent; null when there is none.</summary>
    public static ProblemHttpResult? FormProblem(HttpRequest request)
    {
        var isText = Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
        if (!isText || !request.HasJsonContentType())
            return ApiProblem.Create(StatusCodes.Status415UnsupportedMediaType, "content_type_unsupported", "The body must be sent as application/json, in UTF-8.");
        return request.Headers.ContentEncoding.ToString() is "" or "identity" or "gzip"
            ? null
            : ApiProblem.Create(StatusCodes.Status415UnsupportedMediaType, "content_encoding_unsupported", "The body must be sent as it is, or compressed with gzip.");
    }

    /// <summary>Reads the body, uncompressed.</summary>
    /// <returns>Null when it is too large.</returns>
    /// <exception cref="InvalidDataException">It is not what gzip makes.</exception>
    /// <exception cref="BadHttpRequestException">It broke off.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most + GzipOverhead;
        await using var unpacked = request.Headers[HeaderNames.ContentEncoding] == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : null;
        var source = unpacked ?? request.Body;
        var body = new MemoryStream();
        var chunk = new byte[16 * 1_024];
        try
        {
            while (await source.ReadAsync(chunk, cancellationToken) is > 0 and var read)
            {
                if (body.Length + read > most)
                    return null;
                body.Write(chunk, 0, read);
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
