using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>One browser: ICE-lite finds it, DTLS agrees on keys with it, SRTP carries the media.</summary>
internal sealed partial class WebRtcTransport : NetworkTransport, IDisposable
{
    private readonly Demultiplexer demultiplexer;
    private readonly DtlsContext dtlsContext;
    private readonly IceLiteAgent ice;
    private DtlsSession? dtls;
    private SrtpSender? sender;
    private SrtpReceiver? receiver;
    private DtlsState dtlsState = DtlsState.New;
    private bool isStarted;
    private bool isRemoteConfirmed;

    public WebRtcTransport(Instant now, TransportPlace place, bool isReceiveOnly, Demultiplexer demultiplexer, DtlsContext dtlsContext)
        : base(place)
    {
        this.demultiplexer = demultiplexer;
        this.dtlsContext = dtlsContext;
        IsReceiveOnly = isReceiveOnly;
        ice = new IceLiteAgent(IceCredentials.Create(), new IceOptions(), now);
        demultiplexer.Add(ice.Local, this);
        AwaitConnection(now);
    }

    /// <summary>Whether nothing is to be produced on it.</summary>
    public bool IsReceiveOnly { get; }

    /// <summary>The remote's parameters; null before the transport is connected.</summary>
    public DtlsParameters? RemoteDtls { get; private set; }

    public DtlsRole LocalRole => dtls?.LocalRole ?? DtlsRole.Auto;

    public IceParameters IceParameters => new(ice.Local.UsernameFragment, ice.Local.Password);

    public override TransportDump Dump() => new(Id, TransportKind.WebRtc);

    public override ControlResponse Created =>
        new WebRtcTransportCreated(Id, IceParameters, IceCandidates.Of(Context.Options), new DtlsParameters { Fingerprints = dtlsContext.Fingerprints });

    /// <summary>The remote's role and fingerprints have come by signalling: the handshake may begin.</summary>
    public void Connect(Instant now, DtlsParameters remote, SendBatch output)
    {
        RemoteDtls = remote;
        dtls = dtlsContext.CreateSession(remote.Role == DtlsRole.Server ? DtlsRole.Client : DtlsRole.Server, remote.Fingerprints);
        StartDtls(now, output);
    }

    public IceParameters RestartIce()
    {
        if (ice.Restart(IceCredentials.Create()) is { } retired)
            demultiplexer.Remove(retired);
        demultiplexer.Add(ice.Local, this);
        return IceParameters;
    }

    public void HandleStun(Instant now, in TransportTuple from, in StunMessage message, SendBatch output)
    {
        var result = ice.HandleBinding(now, from, message, output);
        if (result.IsForeign)
            demultiplexer.Reject(from, result.Reason);
        else if (!result.Accepted)
            Context.Drops.Count(result.Reason);
        if (result.RemovedTuple is { } removed)
            demultiplexer.Forget(removed, this);
        if (result.Accepted)
            Claim(now, from);
        if (result.Retired is { } retired)
            demultiplexer.Remove(retired);
        if (result.SelectedTupleChanged && ice.SelectedTuple is { } selected)
            Select(now, selected, output);
        if (result.StateChanged)
            Context.Notify(new IceStateChanged(Router, Id, ice.State));
        UpdateConsent(now, output);
    }

    /// <summary>A TCP connection of this transport's has ended.</summary>
    public void HandleDisconnect(Instant now, in TransportTuple from, SendBatch output)
    {
        if (ice.Remove(now, from) && ice.SelectedTuple is { } selected)
            Select(now, selected, output);
        UpdateConsent(now, output);
    }

    public void HandleDtls(Instant now, in TransportTuple from, ReadOnlySpan<byte> datagram, SendBatch output)
    {
        if (dtls is null || !isStarted)
        {
            Context.Drops.Count(DropReason.DtlsNotExpected);
            return;
        }
        if (!DtlsRecord.IsClientHello(datagram))
            ice.Earn(from, datagram.Length);
        BeginStep(now);
        if (!dtls.Handle(now, datagram, Destination, output, out var reason))
            Context.Drops.Count(reason);
        EndStep(now);
        OnDtlsProgress(now, from, output);
    }

    public void HandleSrtp(Instant now, in TransportTuple from, Span<byte> datagram, SendBatch output)
    {
        if (receiver is null)
        {
            Context.Drops.Count(DropReason.SrtpNotReady);
            return;
        }
        var isRtcp = RtpHeader.IsRtcp(datagram);
        var isAuthentic = isRtcp
            ? receiver.TryUnprotectRtcp(datagram, out var length, out var reason)
            : receiver.TryUnprotect(datagram, out length, out reason);
        if (!isAuthentic)
        {
            Context.Drops.Count(reason);
            return;
        }
        ConfirmRemote();
        ice.Hear(now, from);
        Counters.OnReceived(length);
        if (isRtcp)
            HandleRtcp(now, datagram[..length], output);
        else
            HandleRtp(now, datagram[..length], output);
    }

    protected override int Write(RtpTemplate template, in RtpStamp stamp, Span<byte> slot) =>
        sender!.Protect(slot, template.WriteHeader(slot, stamp), template.Payload);

    protected override int ProtectRtcp(Span<byte> buffer, int length) => sender!.ProtectRtcp(buffer, length);

    public override TransportStats GetStats() => base.GetStats() with
    {
        IceState = ice.State,
        DtlsState = dtlsState,
        RemoteAddress = ice.SelectedTuple?.ToEndPoint().ToString(),
        Protocol = ice.SelectedTuple?.ProtocolName,
    };

    protected override Instant NextCarrierTimeout => Instant.Min(ice.NextTimeout, isStarted && dtls is not null ? dtls.NextTimeout : Instant.Never);

    protected override void OnCarrierTimeout(Instant now, SendBatch output)
    {
        // Consent that was never given cannot be lost: a viewer may wait for the first producer before it connects.
        var isConnected = ice.State != IceState.New;
        if (ice.HandleTimeout(now) && isConnected)
        {
            Context.Notify(new IceStateChanged(Router, Id, ice.State));
            CloseUnasked(now, "consent lost", output);
            return;
        }
        UpdateConsent(now, output);
        if (!isStarted || dtls is null || now < dtls.NextTimeout)
            return;
        BeginStep(now);
        dtls.HandleTimeout(now, Destination, output);
        EndStep(now);
        OnDtlsProgress(now, Destination, output);
    }

    protected override void Release(Instant now, SendBatch output)
    {
        if (dtls is not null && isStarted)
        {
            BeginStep(now);
            dtls.Close(now, Destination, output);
        }
        Dispose();
        foreach (var tuple in ice.Tuples)
            demultiplexer.Forget(tuple, this);
        demultiplexer.Remove(ice.Local);
        if (ice.Previous is { } previous)
            demultiplexer.Remove(previous);
    }

    /// <summary>Wipes keys and frees OpenSSL's state. Closing the transport does so.</summary>
    public void Dispose()
    {
        dtls?.Dispose();
        sender?.Dispose();
        receiver?.Dispose();
    }

    /// <summary>
    /// An address belongs to the transport that checked from it last: two clients behind one address translation may have it one after
    /// the other. A transport that has consent to send to the address keeps it, whoever else claims to be there.
    /// </summary>
    private void Claim(Instant now, in TransportTuple tuple)
    {
        var owner = demultiplexer.Find(tuple);
        if (owner is null || (owner != this && !owner.ice.HasConsent(now, tuple)))
            demultiplexer.Claim(tuple, this);
    }

    private void Select(Instant now, in TransportTuple tuple, SendBatch output)
    {
        Destination = tuple;
        StartDtls(now, output);
    }
}
