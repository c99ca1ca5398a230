using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Ice;

/// <summary>The remote addresses of one transport that passed a check, a handful at most, with what is known about each.</summary>
/// <param name="capacity">How many at most; memory grows with their number.</param>
internal sealed class IceTuples(int capacity)
{
    private TransportTuple[] tuples = new TransportTuple[1];
    private IcePath[] paths = new IcePath[1];
    private int count;

    public ReadOnlySpan<TransportTuple> All => tuples.AsSpan(0, count);

    public ref IcePath this[int index] => ref paths[index];

    /// <returns>-1 if unknown.</returns>
    public int IndexOf(in TransportTuple tuple) => All.IndexOf(tuple);

    /// <summary>Adds a tuple; when full, in the place of the one that was silent the longest, if it was silent for long.</summary>
    /// <param name="tuple">Not yet here.</param>
    /// <param name="spared">Index of the selected tuple, or -1.</param>
    /// <param name="removed">Whose place it took.</param>
    /// <returns>-1 if there is no room: each was heard from just now.</returns>
    public int Add(Instant now, in TransportTuple tuple, int spared, out TransportTuple? removed)
    {
        removed = null;
        var index = count;
        if (count == capacity)
        {
            index = IndexOfMostSilent(spared);
            if (!paths[index].IsSilent(now))
                return -1;
            removed = tuples[index];
        }
        else
        {
            Grow();
        }
        tuples[index] = tuple;
        paths[index] = default;
        return index;
    }

    /// <summary>Removes a tuple; the last one takes its index.</summary>
    public void RemoveAt(int index)
    {
        count--;
        (tuples[index], paths[index]) = (tuples[count], paths[count]);
    }

    /// <summary>The one heard from last among those that may be sent to or, if there is none, among all.</summary>
    /// <returns>-1 if there is none at all.</returns>
    public int IndexOfLatest(Instant now)
    {
        var found = -1;
        for (var i = 0; i < count; i++)
        {
            if (found == -1 || (paths[i].HasConsent(now), paths[i].HeardAt).CompareTo((paths[found].HasConsent(now), paths[found].HeardAt)) > 0)
                found = i;
        }
        return found;
    }

    private int IndexOfMostSilent(int spared)
    {
        var found = -1;
        for (var i = 0; i < count; i++)
        {
            if (i != spared && (found == -1 || paths[i].HeardAt < paths[found].HeardAt))
                found = i;
        }
        return found;
    }

    private void Grow()
    {
        if (count == tuples.Length)
        {
            Array.Resize(ref tuples, Math.Min(count * 2, capacity));
            Array.Resize(ref paths, tuples.Length);
        }
        count++;
    }
}
