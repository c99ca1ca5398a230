using Broadcast.Recorder.Live.Formats;

namespace Broadcast.Recorder.Live;

/// <summary>
/// Brings the frames of all tracks into the order of their time: each track waits for its own lost packets, so they come in disorder,
/// and one picture must not take another's place too late.
/// </summary>
/// <param name="output">Takes the frames in order.</param>
internal sealed class PictureQueue(Action<LivePicture> output)
{
    private readonly PriorityQueue<LivePicture, (double TimeNs, long Order)> held = new();
    private long order;

    public void Add(LivePicture picture) => held.Enqueue(picture, (picture.TimeNs, order++));

    /// <summary>Hands out all frames of an earlier time.</summary>
    public void ReleaseTo(double ns)
    {
        while (held.TryPeek(out var next, out _) && next.TimeNs < ns)
        {
            held.Dequeue();
            output(next);
        }
    }
}
