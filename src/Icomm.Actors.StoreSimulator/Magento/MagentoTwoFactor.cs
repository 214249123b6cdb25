namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>How far two-factor authentication stands between an admin user and a token; Magento words each refusal in its own way.</summary>
public enum MagentoTwoFactor
{
    Off,

    /// <summary>The user has a provider, and needs its code.</summary>
    Active,

    /// <summary>Nobody has set it up yet.</summary>
    NotConfigured,

    /// <summary>It is set up for the shop, and not by this user.</summary>
    UserNotConfigured,
}
