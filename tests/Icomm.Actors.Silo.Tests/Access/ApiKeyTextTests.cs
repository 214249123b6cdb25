using Icomm.Actors.Silo.Access;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>The form of keys.</summary>
public sealed class ApiKeyTextTests
{
    [Fact]
    public void EveryKeyIsItsOwnAndHasPrefixAndChecksum()
    {
        var made = Enumerable.Range(0, 200).Select(_ => ApiKeyText.Make()).ToArray();
        Assert.Equal(made.Length, made.Distinct().Count());
        Assert.All(made, text => Assert.Matches("^icak_[A-Za-z0-9_-]{49}$", text));
        Assert.All(made, text => Assert.True(ApiKeyText.IsWellFormed(text)));
    }

    [Fact]
    public void AnyOtherCharacterAnywhereIsNoticed()
    {
        var text = ApiKeyText.Make();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var other in "aB9_é ")
            {
                if (text[i] != other)
                    Assert.False(ApiKeyText.IsWellFormed(text[..i] + other + text[(i + 1)..]));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("icak_")]
    [InlineData("icin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void WhatIsNoKeyIsNone(string text) => Assert.False(ApiKeyText.IsWellFormed(text));

    [Fact]
    public void TheReadmesKeyFromOutsideIsOne()
    {
        // Computed with openssl: 32 bytes of zero.
        Assert.True(ApiKeyText.IsWellFormed("icak_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAhhA07A"));
    }
}
