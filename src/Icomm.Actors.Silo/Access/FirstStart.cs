using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Accounts;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Access;

/// <summary>
/// Makes the first account and its key where there is none, before anything listens. A key that is made is shown this once: printed, and written to <c>first-key</c> in the data folder.
/// </summary>
internal sealed class FirstStart(IAccountStore accounts, StoreDatabase database, IOptions<AccessOptions> options, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>The id that everything was kept under when there were no accounts: what is there already belongs to the first one.</summary>
    private const string Account = "default";

    /// <summary>Silos that start together take turns: the file must hold the key of the one that was first.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => database.OneAtATimeAsync("first start", () => MakeAsync(cancellationToken), cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (!(await accounts.ListAsync(after: null, limit: 1, cancellationToken)).IsEmpty)
            return;
        if (options.Value.FirstKeyFile is { Length: > 0 } file)
        {
            await AddAsync(Given(file), cancellationToken);
            return;
        }

        // The file first: a key that is stored and was shown to nobody would lock everybody out.
        var text = ApiKeyText.Make();
        database.Folder.WriteFirstKey(text);
        if (await AddAsync(text, cancellationToken))
            await Console.Out.WriteLineAsync($"The first API key, shown this once and kept in {database.Folder.FirstKeyFile}:\n  {text}");
    }

    private Task<bool> AddAsync(string text, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = new ApiKeyRow
        {
            KeyId = Guid.CreateVersion7(now).ToString("N"),
            Account = Account,
            Name = "First key",
            Scopes = Scopes.All,
            Secret = ApiKeyText.SecretOf(text),
            CreatedAt = now,
        };
        return accounts.TryAddFirstAsync(new AccountRow(Account, Account, now, DisabledAt: null), key, cancellationToken);
    }

    /// <exception cref="OptionsValidationException">The file can't be read, or holds no key.</exception>
    private static string Given(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"can't be read: {exception.Message}");
        }

        return ApiKeyText.IsWellFormed(text) ? text : throw Unusable("holds no API key: icak_, 43 characters of base64url for 32 random bytes, and the checksum (see the README).");

        OptionsValidationException Unusable(string why) => new(AccessOptions.Section, typeof(AccessOptions), [$"{AccessOptions.Section}:{nameof(AccessOptions.FirstKeyFile)} {file} {why}"]);
    }
}
