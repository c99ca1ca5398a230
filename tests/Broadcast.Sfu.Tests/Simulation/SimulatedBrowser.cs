using System.Text;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>The browser's end of a WebRTC transport: full ICE agent, DTLS client, SRTP.</summary>
public abstract class SimulatedBrowser : SimulatedPeer
{
    private const long ConsentIntervalMs = 5_000;

    private readonly WebRtcTransportCreated remote;
    private DtlsSession dtls;
    private SrtpSender? sender;
    private SrtpReceiver? receiver;
    private Instant nextCheck;
    private ulong transaction;

    protected SimulatedBrowser(World world, string name, int number, TransportProtocol protocol = TransportProtocol.Udp)
        : base(world, TransportTuple.FromIPv4(0x0A00_0000u + (uint)number, (ushort)(5_000 + number), protocol: protocol))
    {
        Transport = new TransportId(name);
        remote = world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, Transport));
        dtls = world.ClientDtls.CreateSession(DtlsRole.Client, remote.DtlsParameters.Fingerprints);
        world.Request<WebRtcTransportConnected>(new ConnectWebRtcTransport(
            Transport, new DtlsParameters { Role = DtlsRole.Client, Fingerprints = world.ClientDtls.Fingerprints }));
        NextTimeout = nextCheck = world.Now;
    }

    public TransportId Transport { get; }
    public bool IsConnected => sender is not null;

    /// <summary>Stops answering, as a browser that was unplugged.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether it says anything to a request without credentials; not every agent does.</summary>
    public bool AnswersChallenges { get; set; } = true;

    protected Instant NextMedia { get; set; } = Instant.Never;

    public override void Receive(byte[] datagram)
    {
        if (IsSilent)
            return;
        if (StunMessage.IsStun(datagram))
            OnStun(datagram);
        else if (datagram[0] is >= 20 and <= 63)
            OnDtls(datagram);
        else
            OnSrtp(datagram);
        UpdateTimeout();
    }

    public override void HandleTimeout()
    {
        if (!IsSilent && World.Now >= nextCheck)
        {
            nextCheck = World.Now.AddMilliseconds(ConsentIntervalMs);
            SendCheck();
        }
        if (!IsSilent && World.Now >= NextMedia)
            OnMediaTimeout();
        UpdateTimeout();
    }

    protected abstract void OnConnected();
    protected abstract void OnRtp(Span<byte> datagram);
    protected abstract void OnRtcp(ReadOnlySpan<byte> compound);
    protected abstract void OnMediaTimeout();

    protected void SendRtp(ReadOnlySpan<byte> packet)
    {
        var slot = Output.Reserve(packet.Length + SrtpProfileExtensions.MaxOverhead);
        packet.CopyTo(slot);
        Output.Commit(Tuple, sender!.Protect(slot, packet.Length));
    }

    protected void SendRtcp(ReadOnlySpan<byte> compound) => Output.Add(Tuple, Protect(compound));

    protected byte[] Protect(ReadOnlySpan<byte> compound)
    {
        byte[] buffer = [.. compound, .. new byte[SrtpProfileExtensions.MaxOverhead]];
        return buffer[..sender!.ProtectRtcp(buffer, compound.Length)];
    }

    protected override void Dispose(bool disposing)
    {
        dtls.Dispose();
        sender?.Dispose();
        receiver?.Dispose();
        base.Dispose(disposing);
    }

    private void UpdateTimeout() => NextTimeout = IsSilent ? Instant.Never : Instant.Min(nextCheck, NextMedia <= World.Now ? World.Now.AddMilliseconds(1) : NextMedia);

    protected void SendCheck() => Output.Add(Tuple, NextCheck());

    /// <summary>A check that nobody has seen yet, which nominates whatever address it comes from.</summary>
    public byte[] NextCheck()
    {
        var check = new byte[StunMessage.MaxLength];
        return check[..WriteCheck(check, ++transaction, remote.IceParameters)];
    }

    /// <summary>Goes on from another address, and says so at once.</summary>
    public void MoveTo(TransportTuple tuple)
    {
        World.Move(this, tuple);
        nextCheck = World.Now;
        UpdateTimeout();
    }

    /// <summary>Begins the handshake without having heard anything.</summary>
    public void BeginBlindly()
    {
        dtls.Start(World.Now, Tuple, Output);
        Flush();
    }

    /// <returns>Its length.</returns>
    public static int WriteCheck(Span<byte> destination, ulong transaction, IceParameters remote)
    {
        Span<byte> id = stackalloc byte[StunMessage.TransactionIdLength];
        id.Clear();
        BitConverter.TryWriteBytes(id, transaction);
        var check = new StunWriter(destination, StunClass.Request, StunMethod.Binding, id);
        check.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{remote.UsernameFragment}:browser"));
        check.AddUInt64(StunAttributeType.IceControlling, 1);
        check.AddUInt32(StunAttributeType.Priority, 1);
        check.Add(StunAttributeType.UseCandidate, []);
        check.AddIntegrity(Encoding.ASCII.GetBytes(remote.Password));
        check.AddFingerprint();
        return check.Length;
    }

    private void OnStun(byte[] datagram)
    {
        Assert.True(StunMessage.TryParse(datagram, out var message));
        if (message.Class == StunClass.Request)
        {
            AnswerChallenge(message);
            return;
        }
        Assert.Equal(StunClass.SuccessResponse, message.Class);
        dtls.Start(World.Now, Tuple, Output);
    }

    /// <summary>As Chromium and Firefox do.</summary>
    private void AnswerChallenge(in StunMessage challenge)
    {
        if (!AnswersChallenges)
            return;
        var answer = new StunWriter(Output.Reserve(StunMessage.MaxLength), StunClass.ErrorResponse, StunMethod.Binding, challenge.TransactionId);
        answer.AddErrorCode(StunErrorCode.BadRequest, "Bad Request"u8);
        answer.AddFingerprint();
        Output.Commit(Tuple, answer.Length);
    }

    private void OnDtls(byte[] datagram)
    {
        dtls.Handle(World.Now, datagram, Tuple, Output, out _);
        using var keys = dtls.TakeSrtpKeys();
        if (keys is null)
            return;
        sender = new SrtpSender(keys.Local);
        receiver = new SrtpReceiver(keys.Remote);
        OnConnected();
    }

    private void OnSrtp(byte[] datagram)
    {
        if (receiver is null)
            return;
        if (RtpHeader.IsRtcp(datagram))
        {
            if (receiver.TryUnprotectRtcp(datagram, out var length, out _))
                OnRtcp(datagram.AsSpan(0, length));
        }
        else if (receiver.TryUnprotect(datagram, out var length, out _))
        {
            OnRtp(datagram.AsSpan(0, length));
        }
    }
}
