using System.Diagnostics;
using Icomm.Actors.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Benchmarks.Load;

/// <summary>What the product is measured beside: a minimal API of one endpoint, a process of its own, which answers with one row of SQLite, found by its key.</summary>
internal sealed class BareEndpoint : IAsyncDisposable
{
    public const string Verb = "bare-endpoint";

    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;

    private BareEndpoint(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>Rows are under it by their key.</summary>
    public Uri Url { get; }

    /// <param name="rows">Answers by key.</param>
    public static async Task<BareEndpoint> StartAsync(string folder, IReadOnlyDictionary<string, string> rows)
    {
        var file = Path.Combine(folder, "rows.db");
        Fill(file, rows);
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Icomm.Actors.Benchmarks.dll"), Verb, file, url]))!;
        var endpoint = new BareEndpoint(process, new Uri($"{url}/rows/"));
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(PollingInterval);
        while (!await IsServedAsync(http, new Uri(endpoint.Url, rows.Keys.First())))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The bare endpoint ended with {process.ExitCode}.");
            await timer.WaitForNextTickAsync();
        }

        return endpoint;
    }

    /// <summary>Serves until it is killed.</summary>
    public static async Task<int> ServeAsync(string file, string url)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var app = builder.Build();
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly }.ToString();
        app.MapGet("/rows/{id}", (string id) =>
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT answer FROM rows WHERE id = $id";
            command.Parameters.AddWithValue("$id", id);
            return command.ExecuteScalar() is string answer ? Results.Text(answer, "application/json") : Results.NotFound();
        });
        await app.RunAsync(url);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Fill(string file, IReadOnlyDictionary<string, string> rows)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE rows (id TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO rows VALUES ($id, $answer)";
        var (id, answer) = (command.Parameters.Add("$id", SqliteType.Text), command.Parameters.Add("$answer", SqliteType.Text));
        foreach (var row in rows)
        {
            (id.Value, answer.Value) = (row.Key, row.Value);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static async Task<bool> IsServedAsync(HttpClient http, Uri row)
    {
        try
        {
            using var response = await http.GetAsync(row);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
