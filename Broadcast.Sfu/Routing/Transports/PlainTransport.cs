using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// RTP over plain UDP on sockets of its own, without encryption. The remote is told by a request or, with comedia, is whoever
/// sends first; from then on nobody else is heard.
/// </summary>
internal sealed class PlainTransport : NetworkTransport
{
    private readonly CreatePlainTransport request;
    private readonly Demultiplexer demultiplexer;
    private readonly PlainSocket rtp;
    private readonly PlainSocket? rtcp;
    private TransportTuple? rtcpRemote;

    public PlainTransport(Instant now, TransportPlace place, CreatePlainTransport request, Demultiplexer demultiplexer, PlainSocket rtp, PlainSocket? rtcp)
        : base(place)
    {
        this.demultiplexer = demultiplexer;
        this.request = request;
        this.rtp = rtp;
        this.rtcp = rtcp;
        demultiplexer.Add(rtp, this);
        if (rtcp is { } own)
            demultiplexer.Add(own, this);
        AwaitConnection(now);
    }

    public bool IsComedia => request.Comedia;

    /// <summary>The request that connected it; null before.</summary>
    public ConnectPlainTransport? ConnectedBy { get; private set; }

    public override TransportDump Dump() => new(Id, TransportKind.Plain);

    public override ControlResponse Created => new PlainTransportCreated(Id, request.ListenIp, rtp.Port, rtcp?.Port);

    protected override TransportTuple RtcpDestination => rtcpRemote ?? Destination;

    /// <param name="remote">Where RTP goes, without a local socket.</param>
    /// <param name="remoteRtcp">Where RTCP goes, unless multiplexed.</param>
    public void Connect(Instant now, ConnectPlainTransport connect, in TransportTuple remote, TransportTuple? remoteRtcp, SendBatch output)
    {
        ConnectedBy = connect;
        Destination = remote with { LocalSocket = rtp.Index };
        if (rtcp is { } own && remoteRtcp is { } address)
            rtcpRemote = address with { LocalSocket = own.Index };
        OnWritable(now, output);
    }

    public void HandleDatagram(Instant now, in TransportTuple from, Span<byte> datagram, SendBatch output)
    {
        var isRtcp = RtpHeader.IsRtcp(datagram);
        if (!IsRemote(now, from, isRtcp, output))
        {
            Context.Drops.Count(DropReason.UnknownTuple);
            return;
        }
        Counters.OnReceived(datagram.Length);
        if (isRtcp)
            HandleRtcp(now, datagram, output);
        else
            HandleRtp(now, datagram, output);
    }

    protected override int Write(RtpTemplate template, in RtpStamp stamp, Span<byte> slot) => template.Write(slot, stamp);

    protected override int ProtectRtcp(Span<byte> buffer, int length) => rtcp is not null && rtcpRemote is null ? 0 : length;

    protected override void Release(Instant now, SendBatch output)
    {
        demultiplexer.Remove(rtp);
        if (rtcp is { } own)
            demultiplexer.Remove(own);
    }

    public override TransportStats GetStats() => base.GetStats() with
    {
        RemoteAddress = CanSend ? Destination.ToEndPoint().ToString() : null,
        Protocol = CanSend ? Destination.ProtocolName : null,
    };

    private bool IsRemote(Instant now, in TransportTuple from, bool isRtcp, SendBatch output)
    {
        if (rtcp is { } own && from.LocalSocket == own.Index)
            return isRtcp && IsRtcpRemote(from);
        if (CanSend)
            return from == Destination;
        if (!IsComedia || isRtcp)
            return false;
        Destination = from;
        OnWritable(now, output);
        return true;
    }

    private bool IsRtcpRemote(in TransportTuple from)
    {
        if (rtcpRemote is null && IsComedia)
            rtcpRemote = from;
        return rtcpRemote == from;
    }
}
