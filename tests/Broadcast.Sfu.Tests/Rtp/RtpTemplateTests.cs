using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtp;

public sealed class RtpTemplateTests
{
    private static readonly Instant Now = Instant.FromSeconds(100.5);
    private static readonly ExtensionLayout Full = new(default(ExtensionMap).With(3, 7), Mid: 1, AbsSendTime: 2, TransportCc: 4);

    [Fact]
    public void Renumbers_extensions_fills_slots_and_drops_the_source_s_padding()
    {
        MidValue.TryCreate("12", out var mid);
        var written = Write(RtpPacketTests.OneByteForm, Full, new RtpStamp(100, 7, 8, 9, mid, TransportSequence: 0xABCD));
        Assert.Equal(Hex.Parse("""
            91 E4 00 07       # V=2 X CC=1, M PT=100, sequence 7
            00 00 00 08       # timestamp
            00 00 00 09       # SSRC
            01 02 03 04       # CSRC, as it was
            BE DE 00 04       # one-byte form, four words
            11 31 32 00       # id 1: mid "12", padded to its slot
            22 92 00 00       # id 2: 36.5 s of 64 in 6.18
            41 AB CD          # id 4: transport-wide sequence number
            72 01 02 03       # id 3 became 7
            00                # padding
            90 90 90
            """), written);
    }

    [Fact]
    public void Every_receiver_of_a_layout_gets_the_same_length()
    {
        var template = Load(RtpPacketTests.OneByteForm, Full);
        Span<byte> buffer = new byte[RtpTemplate.MaxLength];
        foreach (var text in new[] { "", "0", "12", "345" })
        {
            MidValue.TryCreate(text, out var mid);
            var length = template.Write(buffer, new RtpStamp(96, 1, 2, 3, mid));
            Assert.Equal(template.Length, length);
            Assert.True(RtpPacket.TryParse(buffer[..length], out var packet));
            Assert.Equal(text.Length > 0, packet.TryGetExtension(1, out var value));
            Assert.Equal(text, System.Text.Encoding.ASCII.GetString(value));
        }
    }

    [Fact]
    public void Leaves_the_extension_out_where_nothing_was_negotiated()
    {
        var written = Write(RtpPacketTests.OneByteForm, default, new RtpStamp(96, 1, 2, 3));
        Assert.True(RtpPacket.TryParse(written, out var packet));
        Assert.Equal(16, packet.HeaderLength);
        Assert.Equal(0, packet.ExtensionProfile);
    }

    [Fact]
    public void Uses_the_two_byte_form_for_a_value_over_sixteen_bytes()
    {
        var source = Hex.Parse("""
            90 60 00 01 00 00 00 02 00 00 00 03
            10 00 00 05                             # two-byte form, five words
            03 11 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11   # id 3, seventeen bytes
            00 55
            """);
        MidValue.TryCreate("5", out var mid);
        Assert.True(RtpPacket.TryParse(Write(source, Full, new RtpStamp(96, 1, 2, 3, mid, TransportSequence: 9)), out var packet));
        Assert.Equal(0x1000, packet.ExtensionProfile);
        Assert.True(packet.TryGetExtension(1, out var midValue));
        Assert.Equal("5"u8.ToArray(), midValue.ToArray());
        Assert.True(packet.TryGetExtension(4, out var sequence));
        Assert.Equal([0, 9], sequence.ToArray());
        Assert.True(packet.TryGetExtension(7, out var value));
        Assert.Equal(17, value.Length);
    }

    [Fact]
    public void Pads_to_a_common_length()
    {
        var template = Load(RtpPacketTests.OneByteForm, default);
        Assert.True(template.TryPadTo(22));
        Assert.False(template.TryPadTo(30), "already padded");
        var buffer = new byte[22];
        template.Write(buffer, new RtpStamp(96, 1, 2, 3));
        Assert.True(RtpPacket.TryParse(buffer, out var packet));
        Assert.Equal(3, packet.PaddingLength);
        Assert.Equal([0x90, 0x90, 0x90], packet.Payload.ToArray());
    }

    [Theory]
    [InlineData(18)]
    [InlineData(19 + 256)]
    public void Does_not_pad_backwards_or_beyond_one_count_byte(int length) =>
        Assert.False(Load(RtpPacketTests.OneByteForm, default).TryPadTo(length));

    [Fact]
    public void A_retransmission_unwraps_to_the_packet_that_was_sent()
    {
        var stamp = new RtpStamp(96, 500, 1000, 77, TransportSequence: 1);
        var sent = Write(RtpPacketTests.OneByteForm, Full, stamp);
        var template = Load(RtpPacketTests.OneByteForm, Full, rtx: true);
        var resent = new byte[template.Length];
        template.Write(resent, stamp with { PayloadType = 97, Ssrc = 78, SequenceNumber = 3, OriginalSequenceNumber = 500 });
        Assert.Equal(sent.Length + 2, resent.Length);
        Assert.True(Rtx.TryUnwrap(resent, 96, 77, out var original));
        Assert.Equal(sent, original.ToArray());
    }

    [Fact]
    public void A_probe_without_payload_is_no_retransmission() =>
        Assert.False(Rtx.TryUnwrap(Hex.Parse("A0 61 0001 00000000 00000000 00 02"), 96, 1, out _));

    [Fact]
    public void Allocates_nothing_per_packet_or_receiver()
    {
        var template = new RtpTemplate();
        var buffer = new byte[RtpTemplate.MaxLength];
        Forward(template, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Forward(template, buffer);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Survives_mutated_sources()
    {
        var template = new RtpTemplate();
        var buffer = new byte[RtpTemplate.MaxLength];
        var forwardAll = new ExtensionLayout(new ExtensionMap(0x0EDC_BA98_7654_3210), 1, 2, 4);
        Hostile.Feed(RtpPacketTests.OneByteForm, datagram =>
        {
            if (!RtpPacket.TryParse(datagram, out var packet) || !template.Prepare(Now, packet, forwardAll))
                return;
            var length = template.Write(buffer, default);
            Assert.True(RtpPacket.TryParse(buffer.AsSpan(0, length), out var written));
            Assert.True(written.Payload.SequenceEqual(packet.Payload));
        });
    }

    private static void Forward(RtpTemplate template, byte[] buffer)
    {
        RtpPacket.TryParse(RtpPacketTests.OneByteForm, out var packet);
        template.Prepare(Now, packet, Full);
        template.TryPadTo(template.Length + 3);
        template.Write(buffer, new RtpStamp(96, 1, 2, 3));
    }

    private static RtpTemplate Load(byte[] source, ExtensionLayout layout, bool rtx = false)
    {
        var template = new RtpTemplate();
        Assert.True(RtpPacket.TryParse(source, out var packet));
        Assert.True(template.Prepare(Now, packet, layout, rtx));
        return template;
    }

    private static byte[] Write(byte[] source, ExtensionLayout layout, RtpStamp stamp)
    {
        var template = Load(source, layout);
        var written = new byte[template.Length];
        template.Write(written, stamp);
        return written;
    }
}
