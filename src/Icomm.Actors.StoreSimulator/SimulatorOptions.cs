using System.Net;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Hermes;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.StoreSimulator;

/// <summary>What to simulate, and where.</summary>
public sealed record SimulatorOptions
{
    public StorePlatform Platform { get; init; } = StorePlatform.Magento;

    /// <summary>The shop's data: <see cref="GeneratedSource"/> or <see cref="UciSource"/>, or <see cref="ShopSource.Of"/> a shop built before.</summary>
    public ShopSource Source { get; init; } = new GeneratedSource();

    /// <summary>0 (the default) takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Loopback unless said otherwise: the admin surface has no password.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The shop's clock: what changes are stamped with and tokens age by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The clock that <see cref="Faults.FaultKind.Delay"/> waits on; apart from the shop's, which a test may have stopped.</summary>
    public TimeProvider NetworkClock { get; init; } = TimeProvider.System;

    /// <summary>Seeds the choices of <see cref="ShopKeeper"/> and the fault plan's probabilities.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many of the last requests are kept for reading.</summary>
    public int RequestLogCapacity { get; init; } = 2_000;

    public MagentoOptions Magento { get; init; } = new();

    public VtexOptions Vtex { get; init; } = new();

    public FenicioOptions Fenicio { get; init; } = new();

    public HermesOptions Hermes { get; init; } = new();

    /// <summary>ICOMMKT's contacts API, served beside the shop; null (the default) for none.</summary>
    public IcommktOptions? Icommkt { get; init; }
}
