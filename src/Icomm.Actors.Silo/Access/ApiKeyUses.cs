using System.Collections.Concurrent;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Accounts;

namespace Icomm.Actors.Silo.Access;

/// <summary>Notes when keys were last used, to the minute: a write for every request would cost more than the request.</summary>
internal sealed partial class ApiKeyUses(IApiKeyStore keys, TimeProvider time, ILogger<ApiKeyUses> logger)
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new();

    public async ValueTask NoteAsync(ApiKeyRow key)
    {
        var now = time.GetUtcNow();
        var before = now - Precision;
        if (_noted.TryGetValue(key.KeyId, out var last) ? last > before || !_noted.TryUpdate(key.KeyId, now, last) : !_noted.TryAdd(key.KeyId, now))
            return;
        try
        {
            // Not cancelled with the request: the next would not try again.
            await keys.TouchAsync(key.KeyId, now, before, CancellationToken.None);
        }
        catch (PersistenceException exception)
        {
            LogNotNoted(exception.Code, key.KeyId);
        }
    }

    [LoggerMessage(4400, LogLevel.Warning, "The use of key {KeyId} could not be noted: {Code}.")]
    private partial void LogNotNoted(string code, string keyId);
}
