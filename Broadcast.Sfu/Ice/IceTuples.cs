using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Ice;

/// <summary>The remote addresses of one transport that passed a check, a handful at most, with what the client said about each.</summary>
internal sealed class IceTuples(int capacity)
{
    private readonly TransportTuple[] tuples = new TransportTuple[capacity];
    private readonly Check[] checks = new Check[capacity];
    private int count;

    /// <summary>The last check from a tuple, the last that nominated it, and the priority it gave.</summary>
    public struct Check
    {
        public Instant At;
        public Instant? NominatedAt;
        public uint Priority;
    }

    public ReadOnlySpan<TransportTuple> All => tuples.AsSpan(0, count);

    public ref Check this[int index] => ref checks[index];

    /// <returns>-1 if unknown.</returns>
    public int IndexOf(in TransportTuple tuple) => All.IndexOf(tuple);

    /// <summary>Adds a tuple; when full, in the place of the one that was silent the longest, sparing <paramref name="spared"/>.</summary>
    /// <param name="tuple">Not yet here.</param>
    /// <param name="spared">Index of the selected tuple, or -1.</param>
    /// <param name="removed">Whose place it took.</param>
    public int Add(in TransportTuple tuple, int spared, out TransportTuple? removed)
    {
        removed = null;
        var index = count;
        if (count == tuples.Length)
        {
            index = IndexOfMostSilent(spared);
            removed = tuples[index];
        }
        else
        {
            count++;
        }
        tuples[index] = tuple;
        checks[index] = default;
        return index;
    }

    /// <summary>Removes a tuple; the last one takes its index.</summary>
    public void RemoveAt(int index)
    {
        count--;
        (tuples[index], checks[index]) = (tuples[count], checks[count]);
    }

    /// <summary>The one heard from last.</summary>
    /// <returns>-1 if there is none.</returns>
    public int IndexOfLatest()
    {
        var found = -1;
        for (var i = 0; i < count; i++)
        {
            if (found == -1 || checks[i].At > checks[found].At)
                found = i;
        }
        return found;
    }

    private int IndexOfMostSilent(int spared)
    {
        var found = -1;
        for (var i = 0; i < count; i++)
        {
            if (i != spared && (found == -1 || checks[i].At < checks[found].At))
                found = i;
        }
        return found;
    }
}
