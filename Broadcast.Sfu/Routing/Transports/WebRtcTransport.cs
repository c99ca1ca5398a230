using System.Runtime.InteropServices;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>One browser: ICE-lite finds it, DTLS agrees on keys with it, SRTP carries the media.</summary>
internal sealed partial class WebRtcTransport : Transport, IDisposable
{
    private readonly IceLiteAgent ice;
    private DtlsSession? dtls;
    private SrtpSender? sender;
    private SrtpReceiver? receiver;
    private DtlsState dtlsState = DtlsState.New;
    private bool isStarted;
    private bool isRemoteConfirmed;

    public WebRtcTransport(Instant now, Router router, TransportId id, RequestFingerprint createdBy, bool isReceiveOnly)
        : base(router, id, createdBy)
    {
        IsReceiveOnly = isReceiveOnly;
        ice = new IceLiteAgent(IceCredentials.Create(), new IceOptions(), now);
        Context.ByUsernameFragment[KeyOf(ice.Local.UsernameFragmentBytes)] = this;
        AwaitConnection(now);
    }

    /// <summary>Whether nothing is to be produced on it.</summary>
    public bool IsReceiveOnly { get; }

    /// <summary>The remote's parameters; null before the transport is connected.</summary>
    public DtlsParameters? RemoteDtls { get; private set; }

    public DtlsRole LocalRole => dtls?.LocalRole ?? DtlsRole.Auto;

    public IceParameters IceParameters => new(ice.Local.UsernameFragment, ice.Local.Password);

    public override ControlResponse Created =>
        new WebRtcTransportCreated(Id, IceParameters, IceCandidates.Of(Context.Options), new DtlsParameters { Fingerprints = Context.Dtls.Fingerprints });

    /// <summary>A username fragment of 16 characters as a table key.</summary>
    /// <returns>0, which no fragment has, for other lengths.</returns>
    public static UInt128 KeyOf(ReadOnlySpan<byte> usernameFragment) =>
        usernameFragment.Length == 16 ? MemoryMarshal.Read<UInt128>(usernameFragment) : UInt128.Zero;

    /// <summary>The remote's role and fingerprints have come by signalling: the handshake may begin.</summary>
    public void Connect(Instant now, DtlsParameters remote, SendBatch output)
    {
        RemoteDtls = remote;
        dtls = Context.Dtls.CreateSession(remote.Role == DtlsRole.Server ? DtlsRole.Client : DtlsRole.Server, remote.Fingerprints);
        StartDtls(now, output);
    }

    public IceParameters RestartIce()
    {
        if (ice.Restart(IceCredentials.Create()) is { } retired)
            Context.ByUsernameFragment.Remove(KeyOf(retired.UsernameFragmentBytes));
        Context.ByUsernameFragment[KeyOf(ice.Local.UsernameFragmentBytes)] = this;
        return IceParameters;
    }

    public void HandleStun(Instant now, in TransportTuple from, in StunMessage message, SendBatch output)
    {
        var result = ice.HandleBinding(now, from, message, output);
        if (result.IsForeign)
            Context.Reject(from, result.Reason);
        else if (!result.Accepted)
            Context.Drops.Count(result.Reason);
        if (result.RemovedTuple is { } removed)
            Forget(removed);
        if (result.Accepted)
            Claim(now, from);
        if (result.Retired is { } retired)
            Context.ByUsernameFragment.Remove(KeyOf(retired.UsernameFragmentBytes));
        if (result.SelectedTupleChanged && ice.SelectedTuple is { } selected)
            Select(now, selected, output);
        if (result.StateChanged)
            Context.Notify(new IceStateChanged(Id, ice.State));
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
            Context.Notify(new IceStateChanged(Id, ice.State));
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
            Forget(tuple);
        Context.ByUsernameFragment.Remove(KeyOf(ice.Local.UsernameFragmentBytes));
        if (ice.Previous is { } previous)
            Context.ByUsernameFragment.Remove(KeyOf(previous.UsernameFragmentBytes));
    }

    /// <summary>Wipes keys and frees OpenSSL's state; <see cref="Transport.Close"/> comes by here.</summary>
    public void Dispose()
    {
        dtls?.Dispose();
        sender?.Dispose();
        receiver?.Dispose();
    }

    /// <summary>
    /// What comes from an address belongs to the transport that checked last from there: two clients behind one address translation may
    /// have it one after the other. Who is there and has consent keeps it, whoever else claims to come from there.
    /// </summary>
    private void Claim(Instant now, in TransportTuple tuple)
    {
        if (Context.ByTuple.TryGetValue(tuple, out var owner) && (owner == this || owner.ice.HasConsent(now, tuple)))
            return;
        Context.ByTuple[tuple] = this;
        if (tuple.Protocol == TransportProtocol.Tcp)
            Context.Sockets.KeepConnection(tuple);
    }

    private void Forget(in TransportTuple tuple)
    {
        if (!Context.ByTuple.TryGetValue(tuple, out var owner) || owner != this)
            return;
        Context.ByTuple.Remove(tuple);
        if (tuple.Protocol == TransportProtocol.Tcp)
            Context.Sockets.CloseConnection(tuple);
    }

    private void Select(Instant now, in TransportTuple tuple, SendBatch output)
    {
        Destination = tuple;
        StartDtls(now, output);
    }
}
