using System.Buffers;
using System.Text;

namespace Icomm.Actors.EndToEnd.Hostile;

/// <summary>Secrets that were given to a silo, and the search for them in what it gives out: as they are, in base64 wherever in a text they stand, in hexadecimal, and in files in UTF-16 too.</summary>
/// <param name="seed">The same seed makes the same secrets.</param>
internal sealed class PlantedSecrets(int seed)
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private const int Length = 28;

    private readonly Random _random = new(seed);
    private readonly List<(string Name, string Value)> _secrets = [];
    private SearchValues<string>? _forms;

    public int Count => _secrets.Count;

    /// <summary>Makes a secret up.</summary>
    /// <param name="name">What it is, for failures.</param>
    public string Plant(string name) => Guard(name, new string(_random.GetItems<char>(Alphabet, Length)));

    /// <summary>Looks for a secret that somebody else made up.</summary>
    public string Guard(string name, string value)
    {
        Assert.True(value.Length >= 16, $"The {name} is too short to be told from other text.");
        _secrets.Add((name, value));
        _forms = null;
        return value;
    }

    /// <param name="place">Where the text is from, for failures.</param>
    public void AssertAbsent(string text, string place)
    {
        _forms ??= SearchValues.Create([.. _secrets.SelectMany(secret => FormsOf(secret.Value))], StringComparison.Ordinal);
        if (text.AsSpan().IndexOfAny(_forms) is >= 0 and var at)
        {
            var found = _secrets.First(secret => FormsOf(secret.Value).Any(form => text.AsSpan(at).StartsWith(form, StringComparison.Ordinal)));
            Assert.Fail($"{place} holds the {found.Name}: …{text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)]}…");
        }
    }

    /// <summary>Looks through every byte of every file.</summary>
    /// <returns>How many bytes there were.</returns>
    public long AssertAbsentFromFiles(string folder)
    {
        var searched = 0L;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            searched += file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            AssertAbsent(Encoding.Latin1.GetString(bytes), Path.GetRelativePath(folder, path));
        }

        return searched;
    }

    private static IEnumerable<string> FormsOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return string.Join('\0', secret.AsEnumerable());
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);
        for (var before = 0; before < 3; before++)
        {
            // Only the characters that depend on nothing but the secret.
            var all = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var own = all[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)];
            yield return own;
            yield return own.Replace('+', '-').Replace('/', '_');
        }
    }
}
