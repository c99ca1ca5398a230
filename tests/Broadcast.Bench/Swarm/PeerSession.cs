using System.Buffers.Binary;
using System.Text;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Stun;

namespace Broadcast.Bench.Swarm;

/// <summary>A browser's end of one WebRTC transport: connectivity checks that nominate, DTLS as the client, SRTP keys. Sans-IO, used by one thread.</summary>
internal sealed class PeerSession : IDisposable
{
    private const int CheckIntervalMs = 100;
    private const int ConsentIntervalMs = 5_000;
    private const uint ControllingPriority = 0x6E00_01FF;

    private readonly ViewerOffer offer;
    private readonly IceCredentials local;
    private readonly DtlsSession dtls;
    private readonly byte[] username;
    private readonly byte[] password;
    private readonly byte[] transactionId = new byte[StunMessage.TransactionIdLength];
    private Instant nextCheck;
    private bool isIceConnected;

    /// <param name="index">Makes transaction ids of sessions differ.</param>
    public PeerSession(int index, ViewerOffer offer, IceCredentials local, DtlsContext dtlsContext, Instant now)
    {
        this.offer = offer;
        this.local = local;
        dtls = dtlsContext.CreateSession(DtlsRole.Client, offer.Fingerprints);
        username = Encoding.ASCII.GetBytes($"{offer.UsernameFragment}:{local.UsernameFragment}");
        password = Encoding.ASCII.GetBytes(offer.Password);
        BinaryPrimitives.WriteInt32BigEndian(transactionId.AsSpan(4), index);
        nextCheck = now;
    }

    /// <summary>Null until the handshake is over.</summary>
    public SrtpReceiver? Receiver { get; private set; }

    /// <summary>Null until the handshake is over.</summary>
    public SrtpSender? Sender { get; private set; }

    public bool IsConnected => Receiver is not null;

    public string? Failure => dtls.FailureReason;

    public Instant ConnectedAt { get; private set; } = Instant.Never;

    public Instant NextTimeout => Instant.Min(nextCheck, dtls.NextTimeout);

    public static bool IsDtls(ReadOnlySpan<byte> datagram) => datagram[0] is >= 20 and < 64;

    public static bool IsMedia(ReadOnlySpan<byte> datagram) => datagram[0] is >= 128 and < 192;

    /// <summary>Takes a datagram that is not media.</summary>
    /// <returns>True if it completed the handshake.</returns>
    public bool Handle(Instant now, ReadOnlySpan<byte> datagram, SendBatch output)
    {
        if (IsDtls(datagram))
            return HandleDtls(now, datagram, output);
        if (StunMessage.TryParse(datagram, out var message))
            HandleStun(now, message, output);
        return false;
    }

    public void HandleTimeout(Instant now, SendBatch output)
    {
        if (now >= nextCheck)
        {
            SendCheck(output);
            nextCheck = now.AddMilliseconds(IsConnected ? ConsentIntervalMs : CheckIntervalMs);
        }
        if (now >= dtls.NextTimeout)
            dtls.HandleTimeout(now, offer.Address, output);
    }

    /// <summary>A check that nominates, with a transaction id of its own.</summary>
    public void SendCheck(SendBatch output)
    {
        BinaryPrimitives.WriteInt32BigEndian(transactionId, BinaryPrimitives.ReadInt32BigEndian(transactionId) + 1);
        var check = new StunWriter(output.Reserve(StunMessage.MaxLength), StunClass.Request, StunMethod.Binding, transactionId);
        check.Add(StunAttributeType.Username, username);
        check.AddUInt32(StunAttributeType.Priority, ControllingPriority);
        check.AddUInt64(StunAttributeType.IceControlling, 1);
        check.Add(StunAttributeType.UseCandidate, []);
        check.AddIntegrity(password);
        check.AddFingerprint();
        output.Commit(offer.Address, check.Length);
    }

    public void Dispose()
    {
        dtls.Dispose();
        Receiver?.Dispose();
        Sender?.Dispose();
    }

    private void HandleStun(Instant now, in StunMessage message, SendBatch output)
    {
        if (message.Class == StunClass.Request)
            IceResponse.SendSuccess(offer.Address, message, local, output);
        if (message.Class != StunClass.SuccessResponse || isIceConnected)
            return;
        isIceConnected = true;
        dtls.Start(now, offer.Address, output);
    }

    private bool HandleDtls(Instant now, ReadOnlySpan<byte> datagram, SendBatch output)
    {
        dtls.Handle(now, datagram, offer.Address, output, out _);
        if (dtls.TakeSrtpKeys() is not { } keys)
            return false;
        Receiver = new SrtpReceiver(keys.Remote);
        Sender = new SrtpSender(keys.Local);
        keys.Dispose();
        ConnectedAt = now;
        return true;
    }
}
