using System.Buffers;
using System.Text.Json;

namespace Icomm.Actors.StoreSimulator;

/// <summary>
/// Renders an answer into a buffer, then hands it over without flushing: the last byte leaves after the handler has returned, which keeps the
/// count of concurrent requests honest, and the length is known.
/// </summary>
internal static class JsonAnswer
{
    private const string ContentType = "application/json; charset=utf-8";
    private const int KeptBufferSize = 4 * 1024 * 1024;

    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static void Write<TState>(HttpContext context, int status, TState state, Action<Utf8JsonWriter, TState> render)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(64 * 1024);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Unchecked)) render(json, state);
        Send(context, status, buffer.WrittenSpan);
        if (buffer.Capacity > KeptBufferSize) _buffer = null;
    }

    public static void Send(HttpContext context, int status, ReadOnlySpan<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        context.Response.BodyWriter.Write(body);
    }

    /// <summary>For answers too large for a buffer: chunked, flushed as it goes.</summary>
    public static Utf8JsonWriter Stream(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = ContentType;
        return new Utf8JsonWriter(context.Response.BodyWriter, Unchecked);
    }
}
