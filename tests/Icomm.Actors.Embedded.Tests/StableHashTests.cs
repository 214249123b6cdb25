using Orleans.Runtime;

namespace Icomm.Actors.Embedded.Tests;

/// <summary>The reminder table's hash column must be the same under both engines: xxHash32 of the UTF-8 text.</summary>
public sealed class StableHashTests
{
    [Theory]
    [InlineData("abc", 0x32D153FFu)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2Fu)]
    public void Texts_have_their_published_hashes(string text, uint hash) => Assert.Equal(hash, IdSpan.Create(text).GetUniformHashCode());

    [Fact]
    public void A_grain_id_reads_back_what_it_writes()
    {
        var id = GrainId.Create("customerprofile", "account/database/digest");
        Assert.Equal(id, GrainId.Parse(id.ToString()));
        Assert.False(GrainId.TryParse("no slash", out _));
    }
}
