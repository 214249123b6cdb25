using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>Counts and sums by window and currency, and how currencies become the database's. Reused for every evaluation on a thread (one never awaits).</summary>
internal sealed class CurrencySums
{
    private static readonly ImmutableSortedDictionary<string, Money> Nothing = ImmutableSortedDictionary.Create<string, Money>(StringComparer.Ordinal);

    [ThreadStatic]
    private static CurrencySums? _ofThisThread;

    private readonly Int128[] _units = new Int128[Windows.Count];
    private string[] _currencies = [];
    private decimal?[] _rates = [];
    private Cell[] _cells = [];
    private int _count;

    /// <summary>The thread's sums, over the orders that have a bucket and those that were folded.</summary>
    public static CurrencySums Of(in ProfileReader profile, DatabaseSettings settings, ReadOnlySpan<byte> buckets)
    {
        var sums = _ofThisThread ??= new CurrencySums();
        sums.Begin(profile, settings);
        for (var i = 0; i < buckets.Length; i++)
        {
            ref readonly var row = ref profile.Rows[i];
            if (buckets[i] != PurchaseAges.NotCounted)
                sums.Add(buckets[i], row.Currency, 1, row.Amount, row.Units);
        }

        foreach (ref readonly var total in profile.Totals)
            sums.Add((int)Window.Over360, total.Currency, total.Purchases, total.Amount, total.Units);
        return sums;
    }

    /// <summary>An amount in the database's currency; null when there is no rate.</summary>
    public Money? Converted(Int128 tenThousandths, int currency) => _rates[currency] is { } rate ? Sums.Money(Sums.Convert(tenThousandths, rate)) : null;

    /// <summary>Whether no purchase has an age of the bucket.</summary>
    public bool IsEmpty(int bucket)
    {
        foreach (ref readonly var cell in _cells.AsSpan(bucket * _count, _count))
        {
            if (cell.Purchases != 0)
                return false;
        }

        return true;
    }

    /// <summary>Totals over the buckets from <paramref name="first"/> to <paramref name="last"/>: <c>Σ_currency round(sum × rate)</c>.</summary>
    public PurchaseTotals Totals(int first, int last)
    {
        Int128 amount = 0;
        Int128 units = 0;
        var (purchases, setAside) = (0, 0);
        for (var currency = 0; currency < _count; currency++)
        {
            var (sum, count) = Sum(currency, first, last);
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
        var result = Nothing;
        for (var currency = 0; currency < _count; currency++)
        {
            if (_rates[currency] is not null)
                continue;
            var (sum, count) = Sum(currency, 0, Windows.Count - 1);
            if (count > 0)
                result = result.Add(_currencies[currency], Sums.Money(sum));
        }

        return result;
    }

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

    private void Begin(in ProfileReader profile, DatabaseSettings settings)
    {
        _count = profile.Header.Currencies;
        if (_currencies.Length < _count)
            (_currencies, _rates, _cells) = (new string[_count], new decimal?[_count], new Cell[Windows.Count * _count]);
        _cells.AsSpan(0, Windows.Count * _count).Clear();
        _units.AsSpan().Clear();

        var rest = profile.NameText;
        for (var i = -profile.Header.Integrations; i < _count; i++)
        {
            if (i >= 0)
                SetCurrency(i, rest.Slice(1, rest[0]), settings);
            rest = rest[(1 + rest[0])..];
        }
    }

    /// <summary>Nearly always it is the database's own, and that needn't be decoded.</summary>
    private void SetCurrency(int index, ReadOnlySpan<byte> name, DatabaseSettings settings)
    {
        _currencies[index] = Ascii.Equals(name, settings.Currency) ? settings.Currency : Encoding.UTF8.GetString(name);
        _rates[index] = settings.RateOf(_currencies[index]);
    }

    private void Add(int bucket, int currency, int purchases, Int128 amount, Int128 units)
    {
        ref var cell = ref _cells[bucket * _count + currency];
        cell.Amount += amount;
        cell.Purchases += purchases;
        _units[bucket] += units;
    }

    private (Int128 Amount, int Purchases) Sum(int currency, int first, int last)
    {
        Int128 amount = 0;
        var purchases = 0;
        for (var bucket = first; bucket <= last; bucket++)
        {
            ref readonly var cell = ref _cells[bucket * _count + currency];
            amount += cell.Amount;
            purchases += cell.Purchases;
        }

        return (amount, purchases);
    }

    private struct Cell
    {
        public Int128 Amount;
        public int Purchases;
    }
}
