namespace Icomm.Actors.Silo.Document.Examples;

/// <summary>The one shop that all examples are of: a company in Montevideo with a Magento store, on a morning in March.</summary>
internal static class Shop
{
    public const string Account = "0195a1c07d3e7c19b6f2a4e8d0c35b71";
    public const string Key = "0195a1c2914b7f02a8c4e6d15b3f7a90";
    public const string Database = "0195a1c4c8507e6d93b1f5a27c4e8d06";
    public const string Integration = "0195a1c61f9a7b34857ec2d90a6b4f13";
    public const string FenicioIntegration = "0195a1d0624c7d88a05f3b1e9c7a2d45";
    public const string Publication = "0195a1c88e2d70f5b9463c5a1d7e0f82";
    public const string Import = "0195a1d2a7b57e0183f6c94d2e8b5a37";
    public const string Erasure = "0195a1d4530e76c2bb18e07f4a9d3c65";
    public const string Profile = "k3v7qzm2xh5anw6tpo4ru2yfce";
    public const string Run = "20260331T070000000Z";
    public const string Refresh = "20260331T070500000Z";
    public const string Currency = "UYU";
    public const string TimeZone = "America/Montevideo";

    /// <summary>When the account was made.</summary>
    public static readonly DateTimeOffset Begin = At(1, 12);

    /// <summary>When everything is looked at.</summary>
    public static readonly DateTimeOffset Now = At(31, 7, 12);

    public static readonly DateOnly Today = new(2026, 3, 31);

    /// <summary>UTC, in March 2026.</summary>
    public static DateTimeOffset At(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute, 0, TimeSpan.Zero);
}
