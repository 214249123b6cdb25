using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>
/// Collects names of products, categories, coupons and brands, distinct by identity, while purchases are gone through from the latest back. The name shown is the one on the
/// latest of those purchases.
/// </summary>
internal ref struct TermLists : ITermSink
{
    private const int Kinds = 4;

    private readonly ProfileReader _profile;
    private readonly TermIndex _terms;
    private readonly List<string>[] _names = [[], [], [], []];
    private readonly ImmutableArray<string>[] _windows = new ImmutableArray<string>[Windows.Count * Kinds];

    /// <summary>The window before, if its lists go on; else -1.</summary>
    private int _previous = -1;

    public TermLists(ProfileReader profile)
    {
        _profile = profile;
        _terms = TermIndex.Of(profile);
    }

    public void Restart()
    {
        _terms.Restart();
        _previous = -1;
        foreach (var names in _names)
            names.Clear();
    }

    public readonly void Add(int term)
    {
        if (_terms.IsNew(term))
            _names[(int)_profile.Terms[term].Kind - 1].Add(Encoding.UTF8.GetString(_terms.NameOf(_profile, term)));
    }

    public void EndWindow(Window window)
    {
        for (var kind = 0; kind < Kinds; kind++)
        {
            // The very list of the window before when none has come since.
            var names = _names[kind];
            var before = _previous < 0 ? [] : _windows[_previous * Kinds + kind];
            _windows[(int)window * Kinds + kind] = before.Length == names.Count ? before : [.. names];
        }

        _previous = (int)window;
    }

    /// <summary>The names so far.</summary>
    public readonly ImmutableArray<string> Names(TermKind kind) => [.. _names[(int)kind - 1]];

    /// <summary>The names of a window that has ended.</summary>
    public readonly ImmutableArray<string> Names(Window window, TermKind kind) => _windows[(int)window * Kinds + (int)kind - 1];
}
