using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Tracks;

public sealed class TrackSurveyTests
{
    private const byte PayloadType = 96;
    private const int ClockRate = 90_000;

    [Fact]
    public void A_camera_that_fell_silent_is_not_shown_until_it_is_given_up()
    {
        var track = Sending((0, 20));
        track.OnClosed(35e9);
        Assert.Equal([Span(0, 20)], track.ActiveSpans(0, 60e9, isRestless: true));
    }

    [Fact]
    public void A_camera_that_comes_back_is_shown_again() =>
        Assert.Equal([Span(0, 20), Span(26, 40)], Sending((0, 20), (26, 40)).ActiveSpans(0, 40e9, isRestless: true));

    [Fact]
    public void A_short_silence_is_bridged() =>
        Assert.Equal([Span(0, 40)], Sending((0, 20), (22, 40)).ActiveSpans(0, 40e9, isRestless: true));

    [Fact]
    public void A_silence_around_a_pause_counts_once()
    {
        var track = Sending((0, 10));
        track.OnPaused(11e9);
        track.OnResumed(19e9);
        Send(track, 20, 30);
        Assert.Equal([Span(0, 10), Span(20, 30)], track.ActiveSpans(0, 30e9, isRestless: true));
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(6, 2)]
    public void What_comes_late_and_all_at_once_is_no_silence(double mediaSeconds, int spans)
    {
        var track = Sending();
        Send(track, 0, 20, at => at);
        Send(track, 26, 40, at => at - 6 + mediaSeconds);
        Assert.Equal(spans, track.ActiveSpans(0, 40e9, isRestless: true).Count);
    }

    [Fact]
    public void A_screen_that_stands_still_stays() =>
        Assert.Equal([Span(0, 60)], Sending((0, 20), (50, 51)).ActiveSpans(0, 60e9, isRestless: false));

    [Theory]
    [InlineData(1)]
    [InlineData(40_000)]
    [InlineData(60_000)]
    public void What_was_sent_while_it_was_paused_is_not_missing(int sentMeanwhile)
    {
        var track = Sending();
        Send(track, ssrc: 7, [1, 2, 3]);
        track.OnPaused(0);
        track.OnResumed(0);
        Send(track, ssrc: 7, [4 + sentMeanwhile, 6 + sentMeanwhile]);
        Assert.Equal((6, 1), (track.PacketsExpected, track.PacketsMissing));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(40_000)]
    public void What_was_sent_while_a_better_layer_was_recorded_is_not_missing(int sentMeanwhile)
    {
        var track = Sending();
        Send(track, ssrc: 7, [1, 2, 3]);
        Send(track, ssrc: 8, [1, 2, 4]);
        Send(track, ssrc: 7, [4 + sentMeanwhile, 5 + sentMeanwhile]);
        Assert.Equal((9, 1), (track.PacketsExpected, track.PacketsMissing));
    }

    private static TrackSurvey Sending(params (int From, int To)[] spans)
    {
        var codec = new RtpCodecParameters { MimeType = "video/VP8", PayloadType = PayloadType, ClockRate = ClockRate };
        var track = new TrackSurvey(new JournalTrack(new ConsumerId("c"), new ProducerId("p"), MediaKind.Video, new RtpParameters { Codecs = [codec] }), 0);
        foreach (var (from, to) in spans)
            Send(track, from, to);
        return track;
    }

    // Not even RTP, but it came.
    private static void Send(TrackSurvey track, int from, int to)
    {
        for (var second = from; second <= to; second++)
            track.OnRtp(second * 1e9, []);
    }

    private static void Send(TrackSurvey track, int from, int to, Func<double, double> media)
    {
        for (var second = from; second <= to; second++)
            track.OnRtp(second * 1e9, Packetiser.Rtp(PayloadType, true, (ushort)second, (uint)(media(second) * ClockRate), ssrc: 7, [1, 2, 3]));
    }

    private static void Send(TrackSurvey track, uint ssrc, int[] sequence)
    {
        foreach (var number in sequence)
            track.OnRtp(0, Packetiser.Rtp(PayloadType, true, (ushort)number, 0, ssrc, [1, 2, 3]));
    }

    private static SessionSpan Span(double from, double to) => new(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to));
}
