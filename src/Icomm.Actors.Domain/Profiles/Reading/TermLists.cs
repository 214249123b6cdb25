using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>
/// Collects names of products, categories, coupons and brands, distinct by identity, while purchases are gone through from the latest back. The name shown is the one on the
/// latest of those purchases.
/// </summary>
internal ref struct TermLists
{
    private readonly ProfileReader _profile;
    private readonly int[] _identities;
    private readonly int[] _starts;
    private readonly int[] _seen;
    private readonly List<string>[] _names = [[], [], [], []];
    private int _round = 1;

    public TermLists(ProfileReader profile)
    {
        _profile = profile;
        var count = profile.Terms.Length;
        _identities = ArrayPool<int>.Shared.Rent(count);
        _starts = ArrayPool<int>.Shared.Rent(count);
        _seen = ArrayPool<int>.Shared.Rent(count);
        _seen.AsSpan(0, count).Clear();
        TermIdentities.Fill(profile.Terms, _identities);
        var start = 0;
        for (var i = 0; i < count; i++)
        {
            _starts[i] = start;
            start += profile.Terms[i].TextBytes;
        }
    }

    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_identities);
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_seen);
    }

    /// <summary>Begins new lists.</summary>
    public void Restart()
    {
        _round++;
        foreach (var names in _names)
            names.Clear();
    }

    public readonly void Add(int term)
    {
        ref var seen = ref _seen[_identities[term]];
        if (seen == _round)
            return;
        seen = _round;
        _names[(int)_profile.Terms[term].Kind - 1].Add(NameOf(term));
    }

    /// <summary>The names so far; <paramref name="previous"/> itself when none has come since.</summary>
    public readonly ImmutableArray<string> Names(TermKind kind, ImmutableArray<string> previous = default)
    {
        var names = _names[(int)kind - 1];
        return !previous.IsDefault && previous.Length == names.Count ? previous : [.. names];
    }

    private readonly string NameOf(int term)
    {
        ref readonly var entry = ref _profile.Terms[term];
        return Encoding.UTF8.GetString(entry.NameBytes == ProfileFormat.NameIsId
            ? _profile.TermText.Slice(_starts[term], entry.IdBytes)
            : _profile.TermText.Slice(_starts[term] + entry.IdBytes, entry.NameBytes));
    }
}
