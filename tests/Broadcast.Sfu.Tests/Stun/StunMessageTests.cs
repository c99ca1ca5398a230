using System.Net;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Tests.Stun;

public sealed class StunMessageTests
{
    [Fact]
    public void Reads_the_request_of_RFC_5769()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.Request, out var message));
        Assert.Equal(StunClass.Request, message.Class);
        Assert.Equal(StunMethod.Binding, message.Method);
        Assert.Equal("evtj:h6vY"u8, message.Username);
        Assert.Equal(0x6E00_01FFu, message.Priority);
        Assert.Equal(0x932F_F9B1_5126_3B36u, message.IceControlled);
        Assert.Null(message.IceControlling);
        Assert.False(message.UseCandidate);
        Assert.True(message.CheckFingerprint());
        Assert.True(message.CheckIntegrity(Rfc5769.Password));
        Assert.False(message.CheckIntegrity("another"u8));
    }

    [Theory]
    [InlineData(false, "192.0.2.1")]
    [InlineData(true, "2001:db8:1234:5678:11:2233:4455:6677")]
    public void Reads_the_responses_of_RFC_5769(bool isIPv6, string address)
    {
        Assert.True(StunMessage.TryParse(isIPv6 ? Rfc5769.IPv6Response : Rfc5769.IPv4Response, out var message));
        Assert.Equal(StunClass.SuccessResponse, message.Class);
        Assert.True(message.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), 32853), mapped.ToEndPoint());
        Assert.True(message.CheckFingerprint());
        Assert.True(message.CheckIntegrity(Rfc5769.Password));
    }

    [Fact]
    public void Refuses_every_truncation()
    {
        byte[] request = Rfc5769.Request;
        for (var length = 0; length < request.Length; length++)
            Assert.False(StunMessage.TryParse(request.AsSpan(0, length), out _));
    }

    [Fact]
    public void Detects_every_flipped_bit_or_refuses_the_message()
    {
        byte[] request = Rfc5769.Request;
        for (var bit = 0; bit < request.Length * 8; bit++)
        {
            request[bit / 8] ^= (byte)(1 << bit % 8);
            var isAccepted = StunMessage.TryParse(request, out var message) && message.CheckFingerprint() && message.CheckIntegrity(Rfc5769.Password);
            Assert.False(isAccepted);
            request[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Theory]
    [InlineData(5769)]
    [InlineData(8489)]
    public void Survives_random_mutation(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            byte[] datagram = Rfc5769.Request;
            for (var change = random.Next(1, 6); change > 0; change--)
                datagram[random.Next(datagram.Length)] = (byte)random.Next(256);
            if (!StunMessage.TryParse(datagram, out var message))
                continue;
            ReadEverything(message);
        }
    }

    [Fact]
    public void Refuses_what_follows_the_fingerprint()
    {
        byte[] buffer = new byte[StunMessage.MaxLength];
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, new byte[12]);
        writer.AddFingerprint();
        writer.AddUInt32(StunAttributeType.Priority, 1);
        Assert.False(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out _));
    }

    [Fact]
    public void Ignores_attributes_behind_the_integrity()
    {
        byte[] buffer = new byte[StunMessage.MaxLength];
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, new byte[12]);
        writer.AddIntegrity("password"u8);
        writer.AddUInt32(StunAttributeType.Priority, 1);
        writer.AddFingerprint();
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var message));
        Assert.True(message.CheckIntegrity("password"u8));
        Assert.Null(message.Priority);
    }

    private static void ReadEverything(in StunMessage message)
    {
        _ = message.CheckFingerprint();
        _ = message.CheckIntegrity(Rfc5769.Password);
        _ = message.TryGetXorMappedAddress(out _);
        _ = (message.Username.Length, message.Priority, message.UseCandidate, message.IceControlled, message.IceControlling, message.ErrorCode, message.NetworkCost);
    }
}
