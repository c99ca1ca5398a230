using Broadcast.Recorder.Sound;
using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.Tests.Sound;

public sealed class VoiceMixTests : IDisposable
{
    private static readonly TrackKey Ann = new(0, 1);
    private static readonly TrackKey Bob = new(0, 2);

    private readonly List<SoundPacket> packets = [];
    private readonly VoiceMix mix;

    public VoiceMixTests() => mix = new VoiceMix(packets.Add);

    public void Dispose() => mix.Dispose();

    [Fact]
    public void Two_voices_are_both_heard_where_each_spoke()
    {
        Speak(Ann, Tone.Packets(440, 2), at: 0.5);
        Speak(Bob, Tone.Packets(1_000, 1), at: 1);
        var sound = FinishAt(3);
        Assert.InRange(Tone.Loudness(sound, 440, 0.6, 0.95), 0.2, 0.4);
        Assert.InRange(Tone.Loudness(sound, 1_000, 0.6, 0.95), 0, 0.01);
        Assert.InRange(Tone.Loudness(sound, 440, 1.1, 1.9), 0.2, 0.4);
        Assert.InRange(Tone.Loudness(sound, 1_000, 1.1, 1.9), 0.2, 0.4);
        Assert.InRange(Tone.Loudness(sound, 1_000, 2.1, 2.4), 0, 0.01);
    }

    [Fact]
    public void Packets_follow_one_another_from_the_beginning_without_a_gap()
    {
        Speak(Ann, Tone.Packets(440, 1), at: 1);
        FinishAt(3);
        Assert.Equal(150, packets.Count);
        Assert.Equal(Enumerable.Range(0, 150).Select(i => i * (long)SoundPacket.Samples), packets.Select(packet => packet.Time));
        Assert.All(packets, packet => Assert.Equal((uint)SoundPacket.Samples, OpusDuration.Samples(packet.Data.Span)));
    }

    [Theory, InlineData(0.5), InlineData(1.2345), InlineData(2.0013), InlineData(2.0079)]
    public void A_voice_is_heard_at_its_time_to_the_millisecond(double at)
    {
        var spoken = Tone.Packets(1_000, 0.5);
        Speak(Ann, spoken, at);
        var expected = at + Tone.Onset(Tone.Decode(spoken));
        Assert.InRange(Tone.Onset(FinishAt(4)) - expected, -0.001, 0.001);
    }

    [Fact]
    public void Silence_is_three_bytes_a_packet()
    {
        FinishAt(10);
        Assert.Equal(500, packets.Count);
        Assert.All(packets, packet => Assert.Equal(3, packet.Data.Length));
    }

    [Fact]
    public void A_lost_packet_is_made_up_for()
    {
        var spoken = Tone.Packets(440, 1);
        for (var i = 0; i < spoken.Count; i++)
            if (i != 25)
                mix.OnPacket(Ann, i * 20e6, spoken[i]);
        Assert.InRange(Tone.Loudness(FinishAt(1), 440, 0.5, 0.52), 0.1, 0.4);
    }

    /// <summary>Half a minute: what is put in or left out at once would be heard as a dip of the tone.</summary>
    [Theory, InlineData(1_000), InlineData(-1_000)]
    public void A_sound_card_that_is_off_is_heard_without_a_seam(double ppm)
    {
        var spoken = Tone.Packets(440, 30);
        for (var i = 0; i < spoken.Count; i++)
            Heard(i * 20e6 * (1 - ppm * 1e-6), spoken[i]);
        var sound = FinishAt(29.9);
        for (var at = 1d; at < 29; at += 0.01)
            Assert.InRange(Tone.Loudness(sound, 440 * (1 + ppm * 1e-6), at, at + 0.02), 0.27, 0.33);
        Assert.InRange(Tone.Loudness(sound, 440 * (1 + ppm * 1e-6), 9, 29), 0.27, 0.33);

        void Heard(double ns, byte[] packet)
        {
            mix.OnPacket(Ann, ns, packet);
            mix.AdvanceTo(ns - 1e9);
        }
    }

    [Fact]
    public void A_second_without_packets_is_silent_and_what_follows_is_on_time()
    {
        var (before, after) = (Tone.Packets(440, 1), Tone.Packets(1_000, 1));
        Speak(Ann, before, at: 0);
        Speak(Ann, after, at: 2);
        var sound = FinishAt(3);
        var alone = Tone.Decode([.. before, .. after]);
        Assert.InRange(Tone.Loudness(sound, 440, 1.1, 1.9), 0, 0.01);
        Assert.InRange(Tone.LoudFrom(sound, 1_000, 1.5) - Tone.LoudFrom(alone, 1_000, 1) - 1, -0.003, 0.003);
    }

    [Fact]
    public void Times_that_waver_by_a_few_milliseconds_make_no_seams()
    {
        var random = new Random(11);
        var spoken = Tone.Packets(440, 2);
        for (var i = 0; i < spoken.Count; i++)
            mix.OnPacket(Ann, i * 20e6 + (random.NextDouble() - 0.5) * 8e6, spoken[i]);
        Assert.InRange(Tone.Loudness(FinishAt(2), 440, 0.5, 1.5), 0.28, 0.32);
    }

    [Fact]
    public void A_clock_that_runs_away_is_followed()
    {
        var spoken = Tone.Packets(440, 20);
        for (var i = 0; i < spoken.Count; i++)
        {
            mix.AdvanceTo(i * 20.1e6 - 1e9);
            mix.OnPacket(Ann, i * 20.1e6, spoken[i]);
        }
        var sound = FinishAt(20.2);
        Assert.InRange(Tone.Loudness(sound, 440, 20.0, 20.08), 0.2, 0.4);
        Assert.InRange(Tone.Loudness(sound, 440, 20.12, 20.2), 0, 0.02);
    }

    [Fact]
    public void Eight_loud_voices_do_not_clip()
    {
        for (var voice = 0; voice < 8; voice++)
            Speak(new TrackKey(0, (ushort)voice), Tone.Packets(300 + 100 * voice, 1, loudness: 0.7f), at: 0);
        var sound = FinishAt(1);
        Assert.InRange(sound.Max(Math.Abs), 0.5, 1.1);
        Assert.All(Enumerable.Range(0, 8), voice => Assert.InRange(Tone.Loudness(sound, 300 + 100 * voice, 0.2, 0.9), 0.05, 0.4));
    }

    [Fact]
    public void Hostile_packets_are_at_worst_not_heard()
    {
        var random = new Random(23);
        var spoken = Tone.Packets(440, 4);
        for (var i = 0; i < spoken.Count; i++)
        {
            var hostile = spoken[i].ToArray();
            if (i % 3 == 0)
                hostile = new byte[random.Next(0, 1_400)];
            random.NextBytes(hostile.AsSpan(random.Next(0, hostile.Length + 1)));
            mix.OnPacket(Ann, i * 20e6 + random.Next(-40, 40) * 1e6, hostile);
            mix.OnPacket(Bob, i * 20e6, spoken[i]);
        }
        mix.OnPacket(Ann, -1e18, spoken[0]);
        mix.OnPacket(Ann, 1e18, spoken[0]);
        FinishAt(4);
        Assert.Equal(200, packets.Count);
    }

    private void Speak(TrackKey voice, List<byte[]> spoken, double at)
    {
        for (var i = 0; i < spoken.Count; i++)
            mix.OnPacket(voice, at * 1e9 + i * 20e6, spoken[i]);
    }

    private float[] FinishAt(double seconds)
    {
        mix.Finish(seconds * 1e9);
        return Tone.Decode(packets);
    }
}
