using System.Globalization;
using System.Net;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Hermes;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.StoreSimulator;

/// <summary>The simulator's options as arguments.</summary>
internal sealed record CommandLine(SimulatorOptions Options, bool Help)
{
    public const string Usage = """
        Icomm.Actors.StoreSimulator: a fake shop over real HTTP.

          --shop NAME                 which platform to speak: magento (default), vtex, fenicio or hermes
          --port N                    0 (default) takes a free port
          --address IP                default 127.0.0.1; the admin surface under /_simulator has no password
          --clock UTC                 start the shop's clock at this instant (2011-12-10 or 2011-12-10T08:00:00)
          --username U --password P   default icomm / icomm-simulator-1; of vtex: the application's key and token; of fenicio: --password is the token of its
                                      messages; of hermes: --password is the App Token
          --integration-token T       a bearer token that needs no login and never expires
          --integration K,S,T,U       an Integration that signs its requests: consumer key and secret, access token and secret
          --two-factor                name and password get no token
          --input-limiting            refuse page sizes above 300
          --empty-past-end            an empty page past the last one (2.4) in place of the last page again (2.3)

        ICOMMKT's contacts API beside the shop:
          --icommkt                   switch it on
          --icommkt-key K             its API key (icommkt-simulator-key-1 is the default)
          --icommkt-profiles P,Q      the profile keys it knows (icommkt-profile-1 is the default)
          --icommkt-fields F,G        fields besides the ICOMMKT_ ones (Nombre,Apellido are the default)
          --icommkt-status-text       StatusCode as text in place of a number

        Real data:
          --data FILE                 the UCI Online Retail file or the R package rfm's orders (.csv or .csv.gz), told apart by the header
        of the UCI file only:
          --no-cancellations          leave out invoices beginning with C
          --no-guests                 leave out invoices without a customer
          --second-view N             N made-up orders in store view 2
          --last-day yyyy-MM-dd       move all dates so that the file's last day is this one

        Generated data (without --data):
          --seed N --customers N --orders N --products N --days N --views N
          --currencies USD,EUR        the first is the main website's

        """;

    /// <exception cref="FormatException">An argument isn't understood; the message says which.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var options = new SimulatorOptions();
        var magento = new MagentoOptions();
        var vtex = new VtexOptions();
        var fenicio = new FenicioOptions();
        var hermes = new HermesOptions();
        var icommkt = new IcommktOptions();
        var hasIcommkt = false;
        var icommktOptions = false;
        var generated = new GeneratedSource();
        string? data = null;
        // File options may come before --data, so they are kept and applied at the end.
        var uciOptions = new List<Func<UciSource, UciSource>>();
        var help = false;
        var given = new Queue<string>(arguments);
        while (given.TryDequeue(out var name))
        {
            switch (name)
            {
                case "--help" or "-h": help = true; break;
                case "--shop": options = options with { Platform = Platform(Value()) }; break;
                case "--port": options = options with { Port = Number(0) }; break;
                case "--address": options = options with { Address = Read<IPAddress>(IPAddress.TryParse) }; break;
                case "--clock": options = options with { Clock = new ShiftedClock(TimeProvider.System, Read<DateTimeOffset>(Instant)) }; break;
                case "--username": Credentials(Value(), null); break;
                case "--password": Credentials(null, Value()); break;
                case "--integration-token": magento = magento with { Integration = new MagentoIntegration { AccessToken = Value(), AllowsBearer = true } }; break;
                case "--integration": magento = magento with { Integration = Integration(Value()) }; break;
                case "--two-factor": magento = magento with { TwoFactor = MagentoTwoFactor.Active }; break;
                case "--input-limiting": magento = magento with { InputLimiting = true }; break;
                case "--empty-past-end": magento = magento with { EmptyPagePastEnd = true }; break;
                case "--icommkt": hasIcommkt = true; break;
                case "--icommkt-key": Icommkt(i => i with { ApiKey = Value() }); break;
                case "--icommkt-profiles": Icommkt(i => i with { ProfileKeys = List() }); break;
                case "--icommkt-fields": Icommkt(i => i with { TextFields = List() }); break;
                case "--icommkt-status-text": Icommkt(i => i with { StatusForm = StatusForm.Text }); break;
                case "--data": data = Value(); break;
                case "--no-cancellations": uciOptions.Add(u => u with { Cancellations = false }); break;
                case "--no-guests": uciOptions.Add(u => u with { Guests = false }); break;
                case "--second-view":
                    var second = Number(0);
                    uciOptions.Add(u => u with { SecondViewOrders = second });
                    break;
                case "--last-day":
                    var day = Read<DateOnly>((string text, out DateOnly d) => DateOnly.TryParseExact(text, "yyyy-MM-dd", out d));
                    uciOptions.Add(u => u with { LastDay = day });
                    break;
                case "--seed":
                    var seed = Number(int.MinValue);
                    options = options with { Seed = seed };
                    generated = generated with { Seed = seed };
                    break;
                case "--customers": generated = generated with { Customers = Number(0) }; break;
                case "--orders": generated = generated with { Orders = Number(0) }; break;
                case "--products": generated = generated with { Products = Number(1) }; break;
                case "--days": generated = generated with { Days = Number(1) }; break;
                case "--views": generated = generated with { StoreViews = Number(1) }; break;
                case "--currencies": generated = generated with { Currencies = Value().Split(',', StringSplitOptions.RemoveEmptyEntries) }; break;
                default: throw new FormatException($"Unknown option {name}.");
            }

            void Credentials(string? user, string? secret)
            {
                magento = magento with { Username = user ?? magento.Username, Password = secret ?? magento.Password };
                vtex = vtex with { AppKey = user ?? vtex.AppKey, AppToken = secret ?? vtex.AppToken };
                fenicio = fenicio with { Token = secret ?? fenicio.Token };
                hermes = hermes with { AppToken = secret ?? hermes.AppToken };
            }

            string Value() => given.TryDequeue(out var value) ? value : throw new FormatException($"{name} needs a value.");

            int Number(int least)
            {
                var text = Value();
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
                    ? number
                    : throw new FormatException($"{name} needs a whole number from {least}, not {text}.");
            }

            string[] List() => Value().Split(',', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } list ? list : throw new FormatException($"{name} needs a value.");

            void Icommkt(Func<IcommktOptions, IcommktOptions> change)
            {
                icommkt = change(icommkt);
                icommktOptions = true;
            }

            T Read<T>(Reader<T> read)
            {
                var text = Value();
                return read(text, out var value) ? value! : throw new FormatException($"{name} can't be {text}.");
            }
        }

        if (data is null && uciOptions.Count > 0) throw new FormatException("Options of the real data need --data.");
        if (icommktOptions && !hasIcommkt) throw new FormatException("Options of the contacts API need --icommkt.");
        ShopSource source = data is null ? generated : FromFile(data, uciOptions);
        return new CommandLine(options with { Source = source, Magento = magento, Vtex = vtex, Fenicio = fenicio, Hermes = hermes, Icommkt = hasIcommkt ? icommkt : null }, help);
    }

    private static ShopSource FromFile(string path, List<Func<UciSource, UciSource>> uciOptions)
    {
        if (!RfmOrdersSource.Recognizes(path)) return uciOptions.Aggregate(new UciSource(path), (u, apply) => apply(u));
        return uciOptions.Count == 0 ? new RfmOrdersSource(path) : throw new FormatException($"{path} is not the UCI file, whose options are given.");
    }

    private static MagentoIntegration Integration(string text) => text.Split(',') is [var key, var secret, var token, var tokenSecret]
        ? new MagentoIntegration { ConsumerKey = key, ConsumerSecret = secret, AccessToken = token, AccessTokenSecret = tokenSecret }
        : throw new FormatException("--integration needs four values with commas between them.");

    private delegate bool Reader<T>(string text, out T? value);

    private static bool Instant(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    private static StorePlatform Platform(string name) => name switch
    {
        "magento" => StorePlatform.Magento,
        "vtex" => StorePlatform.Vtex,
        "fenicio" => StorePlatform.Fenicio,
        "hermes" => StorePlatform.Hermes,
        _ => throw new FormatException($"No shop is called {name}; there are magento, vtex, fenicio and hermes."),
    };
}
