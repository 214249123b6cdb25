using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>
/// Where a profile's terms have their texts, which of them are the same thing, and which have been met. Reused for every evaluation on a thread (one never awaits).
/// </summary>
internal sealed class TermIndex
{
    /// <summary>Terms up to which room is kept for the next profile.</summary>
    private const int KeptTerms = 1 << 18;

    [ThreadStatic]
    private static TermIndex? _ofThisThread;

    private Entry[] _entries = [];
    private int[] _seen = [];
    private int _round;

    /// <summary>The thread's index, of this profile, nothing met yet.</summary>
    public static TermIndex Of(in ProfileReader profile)
    {
        var index = _ofThisThread ??= new TermIndex();
        index.Begin(profile);
        return index;
    }

    /// <summary>Forgets what has been met.</summary>
    public void Restart()
    {
        if (_round == int.MaxValue)
        {
            _seen.AsSpan().Clear();
            _round = 0;
        }

        _round++;
    }

    /// <summary>Whether nothing of the term's kind, integration and id has been met; now it has.</summary>
    public bool IsNew(int term)
    {
        ref var seen = ref _seen[_entries[term].Identity];
        if (seen == _round)
            return false;
        seen = _round;
        return true;
    }

    /// <summary>A term's name as UTF-8.</summary>
    public ReadOnlySpan<byte> NameOf(scoped in ProfileReader profile, int term)
    {
        ref readonly var entry = ref profile.Terms[term];
        var start = _entries[term].TextStart;
        return entry.NameBytes == ProfileFormat.NameIsId
            ? profile.TermText.Slice(start, entry.IdBytes)
            : profile.TermText.Slice(start + entry.IdBytes, entry.NameBytes);
    }

    private void Begin(in ProfileReader profile)
    {
        var terms = profile.Terms;
        if (_entries.Length < terms.Length || (_entries.Length > KeptTerms && terms.Length <= KeptTerms))
        {
            var size = Math.Max(64, terms.Length + terms.Length / 2);
            (_entries, _seen) = (new Entry[size], new int[size]);
        }

        var (start, identity) = (0, 0);
        for (var i = 0; i < terms.Length; i++)
        {
            ref readonly var term = ref terms[i];
            if (!term.IsSameAsPrevious)
                identity = i;
            _entries[i] = new Entry(start, identity);
            start += term.TextBytes;
        }

        Restart();
    }

    private readonly record struct Entry(int TextStart, int Identity);
}
