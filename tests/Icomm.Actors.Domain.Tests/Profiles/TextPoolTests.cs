using System.Text;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Tests.Profiles;

public sealed class TextPoolTests
{
    [Fact]
    public void EveryTextIsItselfHoweverManyFallOnTheSamePlace()
    {
        var pool = new TextPool();
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(i => $"Producto Nº {i % 7_000} – “ñ”"), "", new('á', 64), new('á', 65)];

        Assert.All(texts, text => Assert.Equal(text, pool.Get(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void ATextThatComesAgainIsTheSameString()
    {
        var pool = new TextPool();

        Assert.Same(pool.Get("Calzado"u8), pool.Get("Calzado"u8));
    }
}
