using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing;

/// <summary>Binary heap of timers by due time: thousands of viewers cost nothing until one of them is due.</summary>
internal sealed class TimerHeap
{
    private TimerNode[] nodes = new TimerNode[64];
    private int count;

    public Instant NextDue => count == 0 ? Instant.Never : nodes[0].Due;

    public int Count => count;

    /// <summary>Sets or moves a timer; <see cref="Instant.Never"/> clears it.</summary>
    public void Set(TimerNode node, Instant due)
    {
        if (due == Instant.Never)
        {
            Clear(node);
            return;
        }
        node.Due = due;
        if (node.HeapIndex < 0)
            Append(node);
        SiftUp(node.HeapIndex);
        SiftDown(node.HeapIndex);
    }

    /// <summary>Sets a timer unless it is already due earlier.</summary>
    public void SetNoLaterThan(TimerNode node, Instant due)
    {
        if (due < node.Due)
            Set(node, due);
    }

    public void Clear(TimerNode node)
    {
        node.Due = Instant.Never;
        if (node.HeapIndex < 0)
            return;
        var hole = node.HeapIndex;
        node.HeapIndex = -1;
        var last = nodes[--count];
        nodes[count] = null!;
        if (last == node)
            return;
        Place(last, hole);
        SiftUp(hole);
        SiftDown(last.HeapIndex);
    }

    /// <returns>Null when nothing is due at <paramref name="now"/>.</returns>
    public TimerNode? TakeDue(Instant now)
    {
        if (count == 0 || nodes[0].Due > now)
            return null;
        var node = nodes[0];
        Clear(node);
        return node;
    }

    private void Append(TimerNode node)
    {
        if (count == nodes.Length)
            Array.Resize(ref nodes, count * 2);
        Place(node, count++);
    }

    private void SiftUp(int index)
    {
        var node = nodes[index];
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (nodes[parent].Due <= node.Due)
                break;
            Place(nodes[parent], index);
            index = parent;
        }
        Place(node, index);
    }

    private void SiftDown(int index)
    {
        var node = nodes[index];
        while (true)
        {
            var child = index * 2 + 1;
            if (child >= count)
                break;
            if (child + 1 < count && nodes[child + 1].Due < nodes[child].Due)
                child++;
            if (node.Due <= nodes[child].Due)
                break;
            Place(nodes[child], index);
            index = child;
        }
        Place(node, index);
    }

    private void Place(TimerNode node, int index)
    {
        nodes[index] = node;
        node.HeapIndex = index;
    }
}
