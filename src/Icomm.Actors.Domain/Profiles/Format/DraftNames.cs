using System.Text;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>
/// The integrations, or currencies, of a state under construction. While drafting, a name is known by the order it was met in (the old state's names come first, so their
/// indices stay theirs); <see cref="Seal"/> decides which are stored, sorted by bytes.
/// </summary>
internal sealed class DraftNames
{
    private readonly DraftText _text = new();
    private readonly GrowBuffer<TextSpan> _names = new();
    private readonly GrowBuffer<byte> _order = new();
    private readonly byte[] _rank = new byte[256];
    private readonly byte[] _final = new byte[256];
    private readonly bool[] _used = new bool[256];

    public int Count => _names.Count;

    /// <summary>How many are stored.</summary>
    public int Stored { get; private set; }

    /// <summary>Whether a stored name has another index than it had in the old state.</summary>
    public bool IsMoved { get; private set; }

    public ReadOnlySpan<byte> this[int name] => _text[_names[name]];

    public void Clear()
    {
        _text.Clear();
        _names.Clear();
        Array.Clear(_used);
        Stored = 0;
    }

    /// <exception cref="ProfileStateException">There are more than a profile can name.</exception>
    public byte Intern(ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (this[i].SequenceEqual(utf8))
                return (byte)i;
        }

        if (_names.Count == ProfileFormat.MaxNames)
            throw new ProfileStateException(ProfileStateErrors.TooLarge, $"a profile can't name more than {ProfileFormat.MaxNames} integrations or currencies");
        _names.Add(_text.Add(utf8));
        return (byte)(_names.Count - 1);
    }

    /// <exception cref="ArgumentException">The name is empty or takes more than 255 bytes.</exception>
    /// <exception cref="ProfileStateException">There are more than a profile can name.</exception>
    public byte Intern(string name)
    {
        Span<byte> utf8 = stackalloc byte[byte.MaxValue];
        if (string.IsNullOrEmpty(name) || !Encoding.UTF8.TryGetBytes(name, utf8, out var length))
            throw new ArgumentException("an integration's id, or a currency, must have 1 to 255 bytes", nameof(name));
        return Intern(utf8[..length]);
    }

    /// <returns>-1 when there is no such name.</returns>
    public int IndexOf(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        for (var i = 0; i < _names.Count; i++)
        {
            if (this[i].SequenceEqual(utf8))
                return i;
        }

        return -1;
    }

    public void MarkUsed(int name) => _used[name] = true;

    /// <summary>Sorts the names and gives those in use their stored indices.</summary>
    public void Seal()
    {
        _order.Clear();
        for (var i = 0; i < _names.Count; i++)
        {
            var at = 0;
            while (at < i && this[_order[at]].SequenceCompareTo(this[i]) < 0)
                at++;
            _order.Add(0);
            _order.Span[at..i].CopyTo(_order.Span[(at + 1)..]);
            _order[at] = (byte)i;
        }

        Stored = 0;
        IsMoved = false;
        for (var rank = 0; rank < _order.Count; rank++)
        {
            var name = _order[rank];
            _rank[name] = (byte)rank;
            if (!_used[name])
                continue;
            IsMoved |= name != Stored;
            _final[name] = (byte)Stored++;
        }

        _rank[ProfileFormat.NoIntegration] = ProfileFormat.NoIntegration;
        _final[ProfileFormat.NoIntegration] = ProfileFormat.NoIntegration;
    }

    /// <summary>Place in the sorted list of all names, used or not: for comparing.</summary>
    public byte Rank(byte name) => _rank[name];

    /// <summary>Stored index of a name in use.</summary>
    public byte Final(byte name) => _final[name];

    public void WriteTo(GrowBuffer<byte> output)
    {
        foreach (var name in _order.Span)
        {
            if (!_used[name])
                continue;
            output.Add((byte)this[name].Length);
            output.AddRange(this[name]);
        }
    }
}
