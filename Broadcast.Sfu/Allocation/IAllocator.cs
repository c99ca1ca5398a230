using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Allocation;

/// <summary>Finds out what the network of one viewer carries, and chooses the layers that go through it.</summary>
internal interface IAllocator
{
    /// <summary>What is believed to go through, in bit/s; 0 while that is not known.</summary>
    double EstimateBps { get; }

    /// <summary>Until a queue has gone, only the lowest temporal layer is sent of each picture.</summary>
    bool IsDraining { get; }

    /// <summary>When <see cref="Choose"/> and <see cref="TakeProbeBytes"/> are to be called next, at the latest.</summary>
    Instant NextTimeout { get; }

    /// <summary>How many bytes are to be sent now beside the media: packets sent before once more, or padding.</summary>
    int TakeProbeBytes(Instant now);

    /// <summary>Chooses layers.</summary>
    /// <param name="mostBps">What the viewer is to be sent at most; infinity for no limit.</param>
    /// <param name="canProbe">Whether a picture flows to probe in.</param>
    /// <param name="viewings">Sorted by <see cref="Viewing.IsBefore"/>; takes what is chosen.</param>
    /// <returns>Whether another choice was made.</returns>
    bool Choose(Instant now, double mostBps, bool canProbe, Span<Viewing> viewings);
}
