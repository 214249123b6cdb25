using System.Text;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Grains.Tests.Imports;

/// <summary>An upload that stops in the middle: for good, or until a signal.</summary>
internal sealed class BrokenStream(string text, int at, Signal? reached = null, Signal? held = null) : MemoryStream(Encoding.UTF8.GetBytes(text))
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position == at)
        {
            if (held is null)
                throw new IOException("The connection was reset.");
            reached!.Set();
            await held.Held(cancellationToken);
        }

        var length = Position < at ? Math.Min(buffer.Length, at - (int)Position) : buffer.Length;
        return await base.ReadAsync(buffer[..length], cancellationToken);
    }
}
