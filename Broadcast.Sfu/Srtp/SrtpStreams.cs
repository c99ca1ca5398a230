using System.Runtime.CompilerServices;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// Windows by SSRC for one transport. A viewer has a handful of SSRCs, so this is a short array searched from the one found last; only
/// where there are many, as between nodes, a table says where to look.
/// </summary>
/// <param name="max">A remote that invents more SSRCs than this is not heard.</param>
internal struct SrtpStreams(int max)
{
    /// <summary>Of a browser.</summary>
    public const int Most = 512;

    /// <summary>Of another node, whose producers come and go while the key stays.</summary>
    public const int MostOfNode = 8_192;

    private const int Few = 16;

    private readonly int max = max;
    private Entry[] entries = [];
    private Dictionary<uint, int>? places;
    private int count;
    private int last;

    /// <summary>The window of an SSRC, or a null reference if the SSRC is new.</summary>
    public ref ReplayWindow Find(uint ssrc)
    {
        if (last < count && entries[last].Ssrc == ssrc)
            return ref entries[last].Window;
        var place = places is null ? Search(ssrc) : places.GetValueOrDefault(ssrc, -1);
        if (place < 0)
            return ref Unsafe.NullRef<ReplayWindow>();
        last = place;
        return ref entries[place].Window;
    }

    /// <summary>Begins a stream with its first index.</summary>
    /// <returns>False if there are too many.</returns>
    public bool TryAdd(uint ssrc, long index)
    {
        if (count == max)
            return false;
        if (count == entries.Length)
            Array.Resize(ref entries, Math.Max(2, count * 2));
        ref var entry = ref entries[count];
        entry.Ssrc = ssrc;
        entry.Window.Add(index);
        last = count++;
        if (count > Few)
            NotePlace(ssrc);
        return true;
    }

    private readonly int Search(uint ssrc)
    {
        for (var i = 0; i < count; i++)
            if (entries[i].Ssrc == ssrc)
                return i;
        return -1;
    }

    private void NotePlace(uint ssrc)
    {
        if (places is not null)
        {
            places.Add(ssrc, last);
            return;
        }
        places = [];
        for (var i = 0; i < count; i++)
            places.Add(entries[i].Ssrc, i);
    }

    private struct Entry
    {
        public uint Ssrc;
        public ReplayWindow Window;
    }
}
