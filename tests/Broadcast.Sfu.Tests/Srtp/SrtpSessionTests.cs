using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Tests.Srtp;

public sealed class SrtpSessionTests
{
    public static TheoryData<SrtpProfile> Profiles => [SrtpProfile.AeadAes128Gcm, SrtpProfile.AesCm128HmacSha1_80];

    [Theory, MemberData(nameof(Profiles))]
    public void Carries_packets_with_sources_and_extensions_readable(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        byte[] packet =
        [
            0x92, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, // two CSRCs, extension
            0, 0, 0, 2, 0, 0, 0, 3, // CSRCs
            0xBE, 0xDE, 0, 1, 0x10, 0xAA, 0, 0, // one word of extension
            1, 2, 3, 4, 5, // payload
        ];
        var sent = pair.Protect(packet);
        Assert.Equal(packet[..28], sent[..28]);
        Assert.NotEqual(packet[28..], sent[28..33]);
        Assert.Equal(packet, pair.Unprotect(sent, out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Encrypts_a_shared_payload_to_the_same_bytes_as_in_place(SrtpProfile profile)
    {
        using var inPlace = new SrtpPair(profile);
        using var apart = new SrtpPair(profile);
        var packet = SrtpPair.Rtp(5);
        var payload = packet[SrtpPair.HeaderLength..];
        var buffer = new byte[packet.Length + SrtpProfileExtensions.MaxOverhead];
        packet.AsSpan(0, SrtpPair.HeaderLength).CopyTo(buffer);

        var length = apart.Sender.Protect(buffer, SrtpPair.HeaderLength, payload);

        Assert.Equal(inPlace.Protect(packet), buffer[..length]);
        Assert.Equal(packet[SrtpPair.HeaderLength..], payload);
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Refuses_a_replayed_packet(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var sent = pair.Protect(SrtpPair.Rtp(5));
        Assert.NotNull(pair.Unprotect(sent, out _));
        Assert.Null(pair.Unprotect(sent, out var reason));
        Assert.Equal(DropReason.SrtpReplayed, reason);
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Refuses_a_replayed_report(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var sent = pair.ProtectRtcp(SrtpPair.ReceiverReport(5));
        Assert.Equal(SrtpPair.ReceiverReport(5), pair.UnprotectRtcp(sent, out _));
        Assert.Null(pair.UnprotectRtcp(sent, out var reason));
        Assert.Equal(DropReason.SrtpReplayed, reason);
    }

    [Theory, MemberData(nameof(Profiles))]
    public void A_stream_that_goes_on_under_a_new_key_may_lose_its_first_packets_across_the_wrap(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile, betweenNodes: true);
        var sent = Enumerable.Range(65_530, 20).Select(i => SrtpPair.Rtp((ushort)i)).ToArray();
        var encrypted = sent.Select(pair.Protect).ToArray();

        Assert.Equal(sent[9], pair.Unprotect(encrypted[9], out _));
        Assert.Equal(sent[1], pair.Unprotect(encrypted[1], out _));
        Assert.Equal(sent[19], pair.Unprotect(encrypted[19], out _));
        Assert.Null(pair.Unprotect(encrypted[9], out var reason));
        Assert.Equal(DropReason.SrtpReplayed, reason);
        Assert.Null(pair.Unprotect(SrtpPair.Rtp(3, ssrc: 5), out reason));
        Assert.Equal(DropReason.SrtpAuthenticationFailed, reason);
    }

    [Theory]
    [InlineData(false, 512)]
    [InlineData(true, 8_192)]
    public void Streams_are_told_apart_up_to_a_limit(bool betweenNodes, int limit)
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm, betweenNodes);
        for (var round = 0; round < 2; round++)
            for (var ssrc = 1u; ssrc <= limit; ssrc++)
                Assert.NotNull(pair.Unprotect(pair.Protect(SrtpPair.Rtp((ushort)round, ssrc)), out _));

        Assert.Empty(pair.Protect(SrtpPair.Rtp(0, ssrc: 1_000_000)));
        Assert.Empty(pair.Protect(SrtpPair.Rtp(1, ssrc: 7)));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Accepts_late_packets_within_the_window_and_no_older(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var sent = Enumerable.Range(0, 200).Select(i => pair.Protect(SrtpPair.Rtp((ushort)i))).ToArray();
        Assert.NotNull(pair.Unprotect(sent[199], out _));
        Assert.NotNull(pair.Unprotect(sent[199 - 127], out _));
        Assert.Null(pair.Unprotect(sent[199 - 128], out var reason));
        Assert.Equal(DropReason.SrtpReplayed, reason);
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Follows_the_sequence_number_over_its_wrap_and_out_of_order(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var first = pair.Protect(SrtpPair.Rtp(30_000));
        var middle = pair.Protect(SrtpPair.Rtp(60_000));
        var sent = Enumerable.Range(65_520, 40).Select(i => (Plain: SrtpPair.Rtp((ushort)i), Sealed: pair.Protect(SrtpPair.Rtp((ushort)i)))).ToArray();
        Assert.NotNull(pair.Unprotect(first, out _));
        Assert.NotNull(pair.Unprotect(middle, out _));
        new Random(1).Shuffle(sent);
        foreach (var (plain, sealedPacket) in sent)
            Assert.Equal(plain, pair.Unprotect(sealedPacket, out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Counts_rollovers_per_source(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var i = 0; i < 3 * 65_536; i += 20_000)
        {
            Assert.NotNull(pair.Unprotect(pair.Protect(SrtpPair.Rtp((ushort)i, ssrc: 1)), out _));
            Assert.NotNull(pair.Unprotect(pair.Protect(SrtpPair.Rtp((ushort)(i / 100), ssrc: 2)), out _));
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Refuses_every_flipped_bit_and_stays_usable(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var sent = pair.Protect(SrtpPair.Rtp(9));
        var report = pair.ProtectRtcp(SrtpPair.ReceiverReport(9));
        for (var bit = 0; bit < sent.Length * 8; bit++)
            Assert.Null(pair.Unprotect(Flip(sent, bit), out _));
        for (var bit = 0; bit < report.Length * 8; bit++)
            Assert.Null(pair.UnprotectRtcp(Flip(report, bit), out _));
        Assert.NotNull(pair.Unprotect(sent, out _));
        Assert.NotNull(pair.UnprotectRtcp(report, out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Refuses_every_truncation(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var sent = pair.Protect(SrtpPair.Rtp(9));
        var report = pair.ProtectRtcp(SrtpPair.ReceiverReport(9));
        for (var length = 0; length < sent.Length; length++)
            Assert.Null(pair.Unprotect(sent[..length], out _));
        for (var length = 0; length < report.Length; length++)
            Assert.Null(pair.UnprotectRtcp(report[..length], out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Forged_packets_leave_no_state_behind(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var ssrc = 0u; ssrc < 2_000; ssrc++)
        {
            Assert.Null(pair.Unprotect(SrtpPair.Rtp(1, ssrc), out var reason));
            Assert.Equal(DropReason.SrtpAuthenticationFailed, reason);
        }
        Assert.NotNull(pair.Unprotect(pair.Protect(SrtpPair.Rtp(1)), out _));
    }

    [Fact]
    public void Never_seals_two_packets_under_one_GCM_nonce()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        Assert.NotEmpty(pair.Protect(SrtpPair.Rtp(500)));
        Assert.Empty(pair.Protect(SrtpPair.Rtp(500)));
        Assert.NotEmpty(pair.Protect(SrtpPair.Rtp(700)));
        Assert.Empty(pair.Protect(SrtpPair.Rtp(500)));
    }

    [Fact]
    public void Repeats_a_packet_under_AES_CM_for_remotes_without_RTX()
    {
        using var pair = new SrtpPair(SrtpProfile.AesCm128HmacSha1_80);
        Assert.Equal(pair.Protect(SrtpPair.Rtp(500)), pair.Protect(SrtpPair.Rtp(500)));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Refuses_to_protect_what_is_no_RTP(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.Empty(pair.Protect([0x80, 1, 2]));
        Assert.Empty(pair.Protect([0x9F, .. new byte[20]]));
        Assert.Empty(pair.Protect(new byte[40]));
        Assert.Empty(pair.ProtectRtcp(new byte[7]));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Allocates_nothing_per_packet(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var buffer = new byte[1_150 + SrtpProfileExtensions.MaxOverhead];
        var before = 0L;
        for (ushort i = 0; i < 200; i++)
        {
            if (i == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            buffer[0] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), i);
            var length = pair.Sender.Protect(buffer, 1_150);
            pair.Receiver.TryUnprotect(buffer.AsSpan(0, length), out _, out _);
            length = pair.Sender.ProtectRtcp(buffer, 64);
            pair.Receiver.TryUnprotectRtcp(buffer.AsSpan(0, length), out _, out _);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Flip(byte[] packet, int bit)
    {
        byte[] copy = [.. packet];
        copy[bit / 8] ^= (byte)(1 << bit % 8);
        return copy;
    }
}
