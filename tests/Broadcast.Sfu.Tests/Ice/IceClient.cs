using System.Text;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Tests.Ice;

/// <summary>A full agent's checks against an <see cref="IceLiteAgent"/>, and the answers they get.</summary>
internal sealed class IceClient(IceLiteAgent agent) : IDatagramSink
{
    private static readonly byte[] TransactionId = "transaction1"u8.ToArray();
    private readonly List<(TransportTuple To, byte[] Datagram)> answers = [];
    private readonly byte[] buffer = new byte[StunMessage.MaxLength];

    public Instant Now { get; set; } = Instant.FromSeconds(100);
    public IReadOnlyList<(TransportTuple To, byte[] Datagram)> Answers => answers;

    public IceBindingResult Check(in TransportTuple from, bool nominates = false, uint priority = 100, IceCredentials? credentials = null) =>
        Send(from, Write(credentials ?? agent.Local, nominates, priority));

    public IceBindingResult Send(in TransportTuple from, ReadOnlySpan<byte> datagram)
    {
        Assert.True(StunMessage.TryParse(datagram, out var message));
        var output = new SendBatch(this, 4_096, 4);
        var result = agent.HandleBinding(Now, from, message, output);
        output.Flush();
        return result;
    }

    public ReadOnlySpan<byte> Write(
        IceCredentials credentials, bool nominates = false, uint? priority = 100, string? password = null, bool isControlled = false,
        StunAttributeType? extra = null, bool hasFingerprint = true)
    {
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, TransactionId);
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes(credentials.UsernameFragment + ":client"));
        if (priority is { } value)
            writer.AddUInt32(StunAttributeType.Priority, value);
        writer.AddUInt64(isControlled ? StunAttributeType.IceControlled : StunAttributeType.IceControlling, 42);
        if (nominates)
            writer.Add(StunAttributeType.UseCandidate, []);
        if (extra is { } type)
            writer.AddUInt32(type, 0);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password ?? credentials.Password));
        if (hasFingerprint)
            writer.AddFingerprint();
        return buffer.AsSpan(0, writer.Length);
    }

    public ReadOnlySpan<byte> WriteIndication()
    {
        var writer = new StunWriter(buffer, StunClass.Indication, StunMethod.Binding, TransactionId);
        writer.AddFingerprint();
        return buffer.AsSpan(0, writer.Length);
    }

    void IDatagramSink.Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        foreach (var message in messages)
            answers.Add((message.To, slab.AsSpan(message.Offset, message.Length).ToArray()));
    }
}
