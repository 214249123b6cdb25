using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>What an order says of its buyer: the user's id and an e-mail that may be masked.</summary>
internal static class VtexIdentity
{
    private const int AliasLength = 32;

    /// <summary>Null for a guest, unless all e-mails are aliases and nothing else would tell one from another.</summary>
    public static string? UserId(ShopCustomer customer, EmailMask mask) => !customer.IsGuest
        ? customer.Id.ToString(CultureInfo.InvariantCulture)
        : mask == EmailMask.Alias ? "guest-" + Hash(customer.Email)[..12] : null;

    public static string Email(ShopCustomer customer, EmailMask mask) => mask switch
    {
        EmailMask.Suffix => $"{customer.Email}-{customer.Id % 1_000 + 11}b.ct.vtex.com.br",
        EmailMask.Alias => $"{Hash(customer.Email)[..AliasLength]}@ct.vtex.com.br",
        _ => customer.Email,
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
