using System.Text;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Tests.Ice;

/// <summary>A full agent's checks against an <see cref="IceLiteAgent"/>, and the answers they get.</summary>
internal sealed class IceClient(IceLiteAgent agent) : IDatagramSink
{
    private readonly byte[] transactionId = "transaction0"u8.ToArray();
    private readonly List<(TransportTuple To, byte[] Datagram)> answers = [];
    private readonly List<(TransportTuple To, byte[] Datagram)> challenges = [];
    private readonly byte[] buffer = new byte[StunMessage.MaxLength];

    public Instant Now { get; set; } = Instant.FromSeconds(100);
    public IReadOnlyList<(TransportTuple To, byte[] Datagram)> Answers => answers;
    public IReadOnlyList<(TransportTuple To, byte[] Datagram)> Challenges => challenges;

    public IceBindingResult Check(in TransportTuple from, bool nominates = false, uint priority = 100, IceCredentials? credentials = null) =>
        Send(from, Write(credentials ?? agent.Local, nominates, priority));

    /// <summary>What any agent says to a request without credentials (RFC 8489 §9.1.3).</summary>
    /// <param name="from">The address that was challenged last, or another.</param>
    public IceBindingResult AnswerChallenge(in TransportTuple from)
    {
        var challenge = Challenges[^1].Datagram;
        Assert.True(StunMessage.TryParse(challenge, out var request));
        Assert.False(request.HasIntegrity);
        var answer = new StunWriter(buffer, StunClass.ErrorResponse, StunMethod.Binding, request.TransactionId);
        answer.AddErrorCode(StunErrorCode.BadRequest, "Bad Request"u8);
        answer.AddFingerprint();
        return Send(from, buffer.AsSpan(0, answer.Length));
    }

    /// <summary>Answers what was asked last, if it was asked of this address and is not answered yet.</summary>
    public void AnswerChallenges(in TransportTuple from)
    {
        if (Challenges[^1].To == from)
            AnswerChallenge(from);
    }

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
        transactionId[^1]++;
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, transactionId);
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
        var writer = new StunWriter(buffer, StunClass.Indication, StunMethod.Binding, transactionId);
        writer.AddFingerprint();
        return buffer.AsSpan(0, writer.Length);
    }

    void IDatagramSink.Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        foreach (var message in messages)
        {
            for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
                Take(message.To, slab.AsSpan(message.Offset + offset, Math.Min(message.SegmentSize, message.Length - offset)).ToArray());
        }
    }

    private void Take(in TransportTuple to, byte[] datagram)
    {
        Assert.True(StunMessage.TryParse(datagram, out var message));
        (message.Class == StunClass.Request ? challenges : answers).Add((to, datagram));
    }
}
