using System.Text;
using Icomm.Actors.Domain.Hashing;

namespace Icomm.Actors.Domain.Tests.Hashing;

/// <summary>XXH64's published vectors, seed 0: hashes are stored, so they may never change.</summary>
public sealed class XxHash64Tests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void Published_vectors(string text, ulong expected) => Assert.Equal(expected, XxHash64.Of(Encoding.ASCII.GetBytes(text)));
}
