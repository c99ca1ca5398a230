using Broadcast.Recorder.Live;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tests.Live;

public sealed class PictureQueueTests
{
    private readonly List<(int Track, double Time)> shown = [];
    private readonly PictureQueue queue;

    public PictureQueueTests() => queue = new PictureQueue(picture => shown.Add((picture.Track.Track, picture.TimeNs)));

    [Fact]
    public void Frames_of_several_tracks_come_in_the_order_of_their_time()
    {
        Add((1, 10), (1, 30), (2, 20), (2, 40));
        queue.ReleaseTo(40);
        Assert.Equal([(1, 10), (2, 20), (1, 30)], shown);
    }

    [Fact]
    public void Frames_of_one_track_keep_their_order_when_its_clock_goes_back()
    {
        Add((1, 10), (1, 30), (1, 25), (1, 35), (2, 28));
        queue.ReleaseTo(30);
        Assert.Equal([(1, 10), (2, 28)], shown);
        queue.ReleaseTo(40);
        Assert.Equal([(1, 10), (2, 28), (1, 30), (1, 25), (1, 35)], shown);
    }

    private void Add(params (int Track, double Time)[] pictures)
    {
        foreach (var (track, time) in pictures)
            queue.Add(new LivePicture(new TrackKey(0, (ushort)track), null, Codec.H264, time, false, [], [], default, default));
    }
}
