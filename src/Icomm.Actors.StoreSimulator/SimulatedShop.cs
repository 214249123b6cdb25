using System.Globalization;
using Icomm.Actors.StoreSimulator.Admin;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Shops;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Icomm.Actors.StoreSimulator;

/// <summary>A shop served over HTTP from this process. Dispose it to close the shop.</summary>
public sealed class SimulatedShop : IAsyncDisposable
{
    private const string AdminPrefix = "/_simulator";
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;
    private readonly RequestMeter _meter;
    private readonly RequestMeter _icommktMeter;
    private readonly StoreFront _front;

    private SimulatedShop(SimulatorOptions options, ShopData data)
    {
        Options = options;
        Data = data;
        Keeper = new ShopKeeper(data, options.Clock, options.Seed);
        Faults = new FaultPlan(options.Seed);
        _meter = new RequestMeter(options.Clock, options.RequestLogCapacity);
        _icommktMeter = new RequestMeter(options.Clock, options.RequestLogCapacity);
        Icommkt = options.Icommkt is { } icommkt ? new SimulatedIcommkt(icommkt, options.Clock, _icommktMeter) : null;
        _front = StoreFront.Of(options, data);
        _app = BuildApp();
    }

    public SimulatorOptions Options { get; }

    /// <summary>Scheme, host and port, without a trailing slash.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>The platform's name, as products that connect to it know it: <c>magento</c>.</summary>
    public string StoreType => Options.Platform.ToString().ToLowerInvariant();

    /// <summary>The form with which such a product is connected to this shop, filled in.</summary>
    public IReadOnlyDictionary<string, string> Settings => _front.Settings(BaseUrl.GetLeftPart(UriPartial.Authority));

    /// <summary>The user's name, or the application key.</summary>
    public string Username => _front.Username;

    /// <summary>The user's password, or the application's token.</summary>
    public string Password => _front.Password;

    /// <summary>What is served: the truth to compare a sync's result with.</summary>
    public ShopData Data { get; }

    /// <summary>Changes what is served.</summary>
    public ShopKeeper Keeper { get; }

    /// <summary>Makes requests go wrong.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The contacts API beside the shop; null when it is switched off. It shares the fault plan; its requests are counted on their own.</summary>
    public SimulatedIcommkt? Icommkt { get; }

    public SimulatorStatistics Statistics => _meter.Read(Faults.Fired);

    /// <summary>The last requests answered, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Requests => _meter.Last();

    /// <summary>Builds the shop and serves it.</summary>
    public static async Task<SimulatedShop> StartAsync(SimulatorOptions options, CancellationToken cancellation = default)
    {
        var shop = new SimulatedShop(options, options.Source.Build(options.Clock));
        try
        {
            await shop._app.StartAsync(cancellation);
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }

        var addresses = shop._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        shop.BaseUrl = new Uri(addresses.Single());
        return shop;
    }

    /// <summary>Voids every token given out so far, of sign-ins and of scrolls.</summary>
    public void ExpireTokens() => _front.ExpireTokens();

    /// <summary>Starts counting anew.</summary>
    public void ResetStatistics() => _meter.Reset();

    /// <summary>Until the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation = default) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private WebApplication BuildApp()
    {
        // The empty builder: no configuration files, no environment variables, no file watchers, no logging, whatever process this runs in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(Options.Address, Options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        var app = builder.Build();
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var faults = new FaultMiddleware(Faults, new FaultPagesBySide(_front.ErrorPages, new IcommktErrors()), Options.NetworkClock, stopping);
        app.Use(next => context =>
        {
            context.Response.Headers.Date = Options.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            return next(context);
        });
        app.Use(next => context => IsAdmin(context) ? next(context) : MeterOf(context).InvokeAsync(context, next));
        app.Use(next => context => IsAdmin(context) ? next(context) : faults.InvokeAsync(context, next));
        app.UseRouting();
        AdminEndpoints.Map(app.MapGroup(AdminPrefix), this);
        if (Icommkt is { } icommkt)
        {
            IcommktAdmin.Map(app.MapGroup(AdminPrefix + "/icommkt"), icommkt);
            new IcommktApi(icommkt).Map(app);
        }

        _front.Map(app);
        return app;
    }

    private RequestMeter MeterOf(HttpContext context) => Icommkt is not null && IcommktApi.IsMine(context) ? _icommktMeter : _meter;

    private static bool IsAdmin(HttpContext context) => context.Request.Path.StartsWithSegments(AdminPrefix, StringComparison.Ordinal);
}
