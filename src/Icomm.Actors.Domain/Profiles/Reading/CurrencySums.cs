using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>Counts and sums by window and currency, and how currencies become the database's.</summary>
internal sealed class CurrencySums
{
    private readonly string[] _currencies;
    private readonly decimal?[] _rates;
    private readonly Int128[] _amounts;
    private readonly int[] _purchases;
    private readonly Int128[] _units = new Int128[Windows.Count];

    public CurrencySums(in ProfileReader profile, DatabaseSettings settings)
    {
        _currencies = NamesOf(profile, profile.Header.Integrations, profile.Header.Currencies);
        _rates = Array.ConvertAll(_currencies, currency => RateOf(settings, currency));
        _amounts = new Int128[Windows.Count * _currencies.Length];
        _purchases = new int[_amounts.Length];
    }

    /// <summary>The rate of a currency index; null when there is none.</summary>
    public decimal? Rate(int currency) => _rates[currency];

    public string Currency(int currency) => _currencies[currency];

    public void Add(int bucket, int currency, int purchases, Int128 amount, Int128 units)
    {
        var cell = bucket * _currencies.Length + currency;
        _amounts[cell] += amount;
        _purchases[cell] += purchases;
        _units[bucket] += units;
    }

    /// <summary>Totals over the buckets from <paramref name="first"/> to <paramref name="last"/>: <c>Σ_currency round(sum × rate)</c>.</summary>
    public PurchaseTotals Totals(int first, int last)
    {
        Int128 amount = 0;
        Int128 units = 0;
        var (purchases, setAside) = (0, 0);
        for (var currency = 0; currency < _currencies.Length; currency++)
        {
            Int128 sum = 0;
            var count = 0;
            for (var bucket = first; bucket <= last; bucket++)
            {
                sum += _amounts[bucket * _currencies.Length + currency];
                count += _purchases[bucket * _currencies.Length + currency];
            }

            purchases += count;
            if (_rates[currency] is { } rate)
                amount += Sums.Convert(sum, rate);
            else
                setAside += count;
        }

        for (var bucket = first; bucket <= last; bucket++)
            units += _units[bucket];
        return new PurchaseTotals(purchases, Sums.Quantity(units), Sums.Money(amount), setAside, Sums.Average(amount, purchases - setAside));
    }

    public ImmutableSortedDictionary<string, Money> SetAside()
    {
        var result = ImmutableSortedDictionary.Create<string, Money>(StringComparer.Ordinal);
        for (var currency = 0; currency < _currencies.Length; currency++)
        {
            if (_rates[currency] is not null)
                continue;
            Int128 sum = 0;
            var count = 0;
            for (var bucket = 0; bucket < Windows.Count; bucket++)
            {
                sum += _amounts[bucket * _currencies.Length + currency];
                count += _purchases[bucket * _currencies.Length + currency];
            }

            if (count > 0)
                result = result.Add(_currencies[currency], Sums.Money(sum));
        }

        return result;
    }

    /// <summary>The database's own currency is worth 1, whatever the rates say.</summary>
    public static decimal? RateOf(DatabaseSettings settings, string currency) =>
        currency == settings.Currency ? 1m : settings.Rates.TryGetValue(currency, out var rate) ? rate : null;

    public static string[] NamesOf(in ProfileReader profile, int skip, int take)
    {
        var names = new string[take];
        var rest = profile.NameText;
        for (var i = 0; i < skip + take; i++)
        {
            if (i >= skip)
                names[i - skip] = Encoding.UTF8.GetString(rest.Slice(1, rest[0]));
            rest = rest[(1 + rest[0])..];
        }

        return names;
    }
}
