using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Hosting;

/// <summary>What browsers and networks want of the API: who may call it from a page, compressed answers, and a limit to what is sent.</summary>
internal static class HttpManners
{
    /// <summary>Largest body of a request that is not a file or a pushed message.</summary>
    public const int MaxBodyBytes = 1_048_576;

    public static void AddHttpManners(this WebApplicationBuilder builder)
    {
        var origins = builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .AllowAnyHeader()
            .AllowAnyMethod()
            .WithExposedHeaders(HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.ContentDisposition)));

        // Keys are sent by programs, never by a browser of its own accord: nobody can make a victim's browser ask, and measure how well a secret beside a guess is compressed.
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", "application/problem+json", "text/csv"];
        });
        builder.Services.Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = MaxBodyBytes);
    }

    public static void UseHttpManners(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseCors();
    }
}
