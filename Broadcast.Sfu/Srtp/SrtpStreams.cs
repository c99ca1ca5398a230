using System.Runtime.CompilerServices;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// Windows by SSRC for one transport. A viewer has a handful of SSRCs, so this is a short array searched from the one found last,
/// not a dictionary.
/// </summary>
internal struct SrtpStreams()
{
    /// <summary>A remote that invents more SSRCs than this is not heard.</summary>
    public const int MaxStreams = 512;

    private Entry[] entries = [];
    private int count;
    private int last;

    /// <summary>The window of an SSRC, or a null reference if the SSRC is new.</summary>
    public ref ReplayWindow Find(uint ssrc)
    {
        if (last < count && entries[last].Ssrc == ssrc)
            return ref entries[last].Window;
        for (var i = 0; i < count; i++)
        {
            if (entries[i].Ssrc != ssrc)
                continue;
            last = i;
            return ref entries[i].Window;
        }
        return ref Unsafe.NullRef<ReplayWindow>();
    }

    /// <summary>Begins a stream with its first index.</summary>
    /// <returns>False if there are too many.</returns>
    public bool TryAdd(uint ssrc, long index)
    {
        if (count == MaxStreams)
            return false;
        if (count == entries.Length)
            Array.Resize(ref entries, Math.Max(2, count * 2));
        ref var entry = ref entries[count];
        entry.Ssrc = ssrc;
        entry.Window.Add(index);
        last = count++;
        return true;
    }

    private struct Entry
    {
        public uint Ssrc;
        public ReplayWindow Window;
    }
}
