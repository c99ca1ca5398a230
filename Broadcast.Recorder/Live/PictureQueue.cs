using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.Live;

/// <summary>
/// Brings the frames of all tracks into the order of their time: each track waits for its own lost packets, so they come in disorder,
/// and one picture must not take another's place too late. The frames of one track depend on those before and stay in their order,
/// though its clock may be drawn anew between two of them.
/// </summary>
/// <param name="output">Takes the frames in order.</param>
internal sealed class PictureQueue(Action<LivePicture> output)
{
    private readonly PriorityQueue<LivePicture, (double TimeNs, long Order)> held = new();
    private readonly Dictionary<TrackKey, double> newest = [];
    private long order;

    public void Add(LivePicture picture)
    {
        var timeNs = Math.Max(picture.TimeNs, newest.GetValueOrDefault(picture.Track, double.NegativeInfinity));
        newest[picture.Track] = timeNs;
        held.Enqueue(picture, (timeNs, order++));
    }

    /// <summary>Hands out all frames of an earlier time.</summary>
    public void ReleaseTo(double ns)
    {
        while (held.TryPeek(out var next, out var place) && place.TimeNs < ns)
        {
            held.Dequeue();
            output(next);
        }
    }
}
