using System.Text;
using Icomm.Actors.EndToEnd.Processes;
using Xunit.Sdk;

namespace Icomm.Actors.EndToEnd.Hostile;

/// <summary>That nothing was found means something.</summary>
public sealed class PlantedSecretsTests
{
    private readonly PlantedSecrets _planted = new(seed: 1);

    [Theory]
    [InlineData("")]
    [InlineData("{\"password\":\"")]
    [InlineData("x")]
    [InlineData("xy")]
    public void ASecretIsFoundInEveryForm(string before)
    {
        var text = $"{before}{_planted.Plant("password")}\"}}";
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var form in (string[])[text, Convert.ToBase64String(bytes), Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_'), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes)])
            Assert.ThrowsAny<XunitException>(() => _planted.AssertAbsent($"before {form} after", "the text"));
    }

    [Fact]
    public void ASecretIsFoundInAFileInEitherOrderOfUtf16()
    {
        using var folder = new TestFolder();
        var secret = _planted.Plant("password");
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            File.WriteAllText(Path.Combine(folder.Path, "file"), $"before {secret} after", encoding);
            Assert.ThrowsAny<XunitException>(() => _planted.AssertAbsentFromFiles(folder.Path));
        }

        File.WriteAllText(Path.Combine(folder.Path, "file"), secret[..^4]);
        Assert.Equal(secret.Length - 4, _planted.AssertAbsentFromFiles(folder.Path));
    }
}
