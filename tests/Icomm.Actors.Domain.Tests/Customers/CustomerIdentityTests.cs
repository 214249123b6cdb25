using System.Text;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Domain.Tests.Customers;

public sealed class CustomerIdentityTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef");

    [Theory]
    [InlineData("  Ana.Garcia@Example.COM ", "ana.garcia@example.com")]
    [InlineData("ana@gmail.com-287987364287b.ct.vtex.com.br", "ana@gmail.com")]
    [InlineData("ANA@GMAIL.COM-287987364287B.CT.VTEX.COM.BR", "ana@gmail.com")]
    [InlineData("n\u0303andu\u0301@example.com", "ñandú@example.com")] // decomposed
    [InlineData("ÑANDÚ@example.com", "ñandú@example.com")]
    [InlineData("ana@example.com-x.ct.vtex.com.br.example", "ana@example.com-x.ct.vtex.com.br.example")]
    public void An_e_mail_is_normalised(string given, string expected)
    {
        Assert.Equal(expected, CustomerIdentity.NormaliseEmail(given));
        Assert.Equal(expected, CustomerIdentity.NormaliseEmail(expected));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("nobody")]
    [InlineData("@example.com")]
    [InlineData("ana@")]
    [InlineData("a@b@c.com")]
    [InlineData("ana maria@example.com")]
    [InlineData("ana\u0000@example.com")]
    [InlineData("0a1b2c3d4e5f@ct.vtex.com.br")]
    [InlineData("-287987364287b.ct.vtex.com.br")]
    [InlineData("ana@-287987364287b.ct.vtex.com.br")]
    public void What_is_no_e_mail_is_none(string? given) => Assert.Null(CustomerIdentity.NormaliseEmail(given));

    [Fact]
    public void Half_a_surrogate_pair_is_no_text() => Assert.Null(CustomerIdentity.NormaliseEmail('\ud800' + "@example.com"));

    [Fact]
    public void Overlong_addresses_are_none() => Assert.Null(CustomerIdentity.NormaliseEmail(new string('a', 250) + "@b.com"));

    [Fact]
    public void The_best_identifier_counts()
    {
        var full = new CustomerReference { Email = "A@b.com", StoreCustomerId = " 17 ", Document = "1.234.567-8" };
        Assert.Equal((CustomerIdentityKind.Email, "a@b.com"), Of(full));
        Assert.Equal((CustomerIdentityKind.StoreCustomer, "magento-1:17"), Of(full with { Email = "1f@ct.vtex.com.br" }));
        Assert.Equal((CustomerIdentityKind.Document, "doc:12345678"), Of(full with { Email = null, StoreCustomerId = "" }));
        Assert.False(CustomerIdentity.TryCreate("magento-1", new CustomerReference { FirstName = "Ana", Document = "--" }, out _));
    }

    [Fact]
    public void Nothing_prints_the_person()
    {
        var reference = new CustomerReference { Email = "ana@example.com", Document = "123", FirstName = "Ana" };
        Assert.True(CustomerIdentity.TryCreate("m", reference, out var identity));
        Assert.Equal("Email", identity.ToString());
        Assert.DoesNotContain("ana", $"{identity}{reference}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_digest_is_keyed_stable_and_speakable()
    {
        Assert.True(CustomerIdentity.TryFromEmail("ana@example.com", out var ana));
        Assert.True(CustomerIdentity.TryFromEmail(" ANA@example.com", out var again));
        Assert.True(CustomerIdentity.TryFromEmail("bea@example.com", out var bea));
        var digest = IdentityDigest.Compute(ana, Key);
        Assert.Matches("^[a-z2-7]{26}$", digest);
        Assert.Equal(digest, IdentityDigest.Compute(again, Key));
        Assert.NotEqual(digest, IdentityDigest.Compute(bea, Key));
        Assert.NotEqual(digest, IdentityDigest.Compute(ana, Encoding.UTF8.GetBytes("0123456789abcdeF")));
        Assert.Throws<ArgumentException>(() => IdentityDigest.Compute(ana, Key.AsSpan(1)));

        // Grain keys are stored: the same identity and key must give the same digest for ever.
        Assert.Equal("x3ng6i3mz3h3gvrgsoaqwzqdu4", digest);
    }

    [Fact]
    public void A_store_s_id_that_looks_like_an_e_mail_is_another_person()
    {
        Assert.True(CustomerIdentity.TryFromEmail("m:1@example.com", out var email));
        Assert.True(CustomerIdentity.TryCreate("m", new CustomerReference { StoreCustomerId = "1@example.com" }, out var account));
        Assert.Equal(email.Value, account.Value);
        Assert.NotEqual(IdentityDigest.Compute(email, Key), IdentityDigest.Compute(account, Key));
    }

    private static (CustomerIdentityKind, string) Of(CustomerReference reference)
    {
        Assert.True(CustomerIdentity.TryCreate("magento-1", reference, out var identity));
        return (identity.Kind, identity.Value);
    }
}
