using System.Net;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Tests.Stun;

public sealed class StunWriterTests
{
    private static readonly byte[] TransactionId = [.. Enumerable.Range(1, 12).Select(i => (byte)i)];

    [Theory]
    [InlineData(StunClass.Request)]
    [InlineData(StunClass.Indication)]
    [InlineData(StunClass.SuccessResponse)]
    [InlineData(StunClass.ErrorResponse)]
    public void Writes_class_method_and_transaction(StunClass @class)
    {
        var buffer = new byte[64];
        var writer = new StunWriter(buffer, @class, StunMethod.Binding, TransactionId);
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var message));
        Assert.Equal(@class, message.Class);
        Assert.Equal(StunMethod.Binding, message.Method);
        Assert.Equal(TransactionId, message.TransactionId);
    }

    [Theory]
    [InlineData("192.0.2.7", 443)]
    [InlineData("2001:db8::7", 65535)]
    public void What_it_writes_is_read_back(string address, int port)
    {
        var buffer = new byte[StunMessage.MaxLength];
        var tuple = TransportTuple.From(new IPEndPoint(IPAddress.Parse(address), port));
        var writer = new StunWriter(buffer, StunClass.ErrorResponse, StunMethod.Binding, TransactionId);
        writer.Add(StunAttributeType.Username, "left:right"u8);
        writer.AddUInt64(StunAttributeType.IceControlling, 0x0102_0304_0506_0708);
        writer.AddXorMappedAddress(tuple);
        writer.AddErrorCode(StunErrorCode.RoleConflict, "Role Conflict"u8);
        writer.AddIntegrity("secret"u8);
        writer.AddFingerprint();

        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var message));
        Assert.Equal("left:right"u8, message.Username);
        Assert.Equal(0x0102_0304_0506_0708u, message.IceControlling);
        Assert.Equal(StunErrorCode.RoleConflict, message.ErrorCode);
        Assert.True(message.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(tuple, mapped);
        Assert.True(message.CheckIntegrity("secret"u8));
        Assert.True(message.CheckFingerprint());
    }

    [Fact]
    public void Pads_with_zeros_whatever_the_buffer_held()
    {
        var buffer = new byte[64];
        Array.Fill(buffer, (byte)0xFF);
        var writer = new StunWriter(buffer, StunClass.Indication, StunMethod.Binding, TransactionId);
        writer.Add(StunAttributeType.Software, "x"u8);
        Assert.Equal(new byte[] { 0x80, 0x22, 0, 1, (byte)'x', 0, 0, 0 }, buffer[20..writer.Length]);
    }
}
