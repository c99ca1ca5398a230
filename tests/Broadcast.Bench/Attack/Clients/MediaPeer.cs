using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Bench.Attack.Clients;

/// <summary>A browser's WebRTC transport over a UDP socket of its own, on a thread of its own. It can be made to do what a browser would not.</summary>
internal class MediaPeer : IDatagramSink, IDisposable
{
    private const int LargestDatagram = 2_048;
    private const long PauseMicroseconds = 20_000;

    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(TimeProvider.System.GetUtcNow());
    private static readonly DtlsContext Dtls = new(Certificate, new DtlsOptions());
    private static int peers;

    private readonly Socket socket;
    private readonly IceCredentials local = IceCredentials.Create();
    private readonly SendBatch output;
    private readonly byte[] buffer = new byte[LargestDatagram];
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<ReceivedStream> streams = [];
    private PeerSession session = null!;
    private Thread? thread;
    private Instant lastHandshake;
    private volatile bool stopping;

    public MediaPeer(IPAddress from)
    {
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        socket.Bind(new IPEndPoint(from, 0));
        output = new SendBatch(this, slabBytes: 1 << 16, maxMessages: 64);
    }

    /// <summary>Where the server's media port is.</summary>
    public IPEndPoint Server { get; private set; } = null!;

    public long BytesReceived { get; private set; }
    public long BytesSent { get; private set; }

    /// <summary>Of <see cref="BytesReceived"/>, those of DTLS.</summary>
    public long HandshakeBytesReceived { get; private set; }

    /// <summary>How often DTLS came after a pause: an answer of several datagrams counts once.</summary>
    public int HandshakeAnswers { get; private set; }

    /// <summary>Says hello, and then nothing more in a handshake.</summary>
    public bool AbandonsHandshake { get; init; }

    /// <summary>RTP streams that came, the busiest first.</summary>
    public IReadOnlyList<ReceivedStream> Streams
    {
        get { lock (gate) return [.. streams.OrderByDescending(stream => stream.Received)]; }
    }

    /// <summary>Completes with the handshake.</summary>
    public Task Connected => connected.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <param name="ask">How the server lets it in.</param>
    public async Task OpenAsync(Func<ViewerIdentity, Task<ViewerOffer>> ask)
    {
        var offer = await ask(new ViewerIdentity(local, Certificate.Fingerprints, (IPEndPoint)socket.LocalEndPoint!));
        Server = offer.Address.ToEndPoint();
        await socket.ConnectAsync(Server);
        session = new PeerSession(1 << 20 | Interlocked.Increment(ref peers), offer, local, Dtls, MonotonicClock.Now);
        thread = new Thread(Run) { Name = "media peer", IsBackground = true };
        thread.Start();
    }

    /// <summary>Sends RTCP as this transport's own.</summary>
    public void SendRtcp(ReadOnlySpan<byte> compound)
    {
        lock (gate)
        {
            var slot = output.Reserve(compound.Length + SrtpProfileExtensions.MaxOverhead);
            compound.CopyTo(slot);
            output.Commit(default, session.Sender!.ProtectRtcp(slot, compound.Length));
            output.Flush();
        }
    }

    /// <summary>Sends any bytes from this transport's address.</summary>
    public void SendRaw(ReadOnlySpan<byte> datagram)
    {
        lock (gate)
        {
            output.Add(default, datagram);
            output.Flush();
        }
    }

    /// <returns>A valid check that nominates, not sent.</returns>
    public byte[] MakeCheck()
    {
        var kept = new KeptDatagram();
        var batch = new SendBatch(kept, slabBytes: LargestDatagram, maxMessages: 1);
        lock (gate)
            session.SendCheck(batch);
        batch.Flush();
        return kept.Bytes;
    }

    void IDatagramSink.Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        foreach (var message in messages)
            for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
                Send(slab.AsSpan(message.Offset + offset, Math.Min(message.SegmentSize, message.Length - offset)));
    }

    public void Dispose()
    {
        stopping = true;
        thread?.Join();
        socket.Dispose();
        session?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void SendRtp(ReadOnlySpan<byte> packet)
    {
        var slot = output.Reserve(packet.Length + SrtpProfileExtensions.MaxOverhead);
        packet.CopyTo(slot);
        output.Commit(default, session.Sender!.Protect(slot, packet.Length));
    }

    /// <summary>How often it looks whether something is due.</summary>
    protected virtual int TickMicroseconds => 20_000;

    /// <summary>Every <see cref="TickMicroseconds"/> once it is connected, with the gate held.</summary>
    protected virtual void OnTick(Instant now)
    {
    }

    protected virtual void OnRtcp(ReadOnlySpan<byte> compound)
    {
    }

    /// <summary>A packet as it came, still encrypted.</summary>
    protected virtual void OnRtp(Span<byte> datagram) => Track(datagram);

    protected bool TryUnprotect(Span<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        return session.Receiver!.TryUnprotect(datagram, out var length, out _) && RtpPacket.TryParse(datagram[..length], out packet);
    }

    private void Run()
    {
        while (!stopping)
        {
            var readable = socket.Poll(TickMicroseconds, SelectMode.SelectRead);
            lock (gate)
            {
                while (readable && socket.Available > 0)
                    Receive();
                if (!AbandonsHandshake || HandshakeBytesReceived == 0)
                    session.HandleTimeout(MonotonicClock.Now, output);
                if (session.IsConnected)
                    OnTick(MonotonicClock.Now);
                output.Flush();
            }
        }
    }

    private void Receive()
    {
        int length;
        try
        {
            length = socket.Receive(buffer);
        }
        catch (SocketException)
        {
            // An ICMP error: nobody listens there any more.
            return;
        }
        BytesReceived += length;
        var datagram = buffer.AsSpan(0, length);
        if (length < RtpHeader.Length)
            return;
        if (PeerSession.IsMedia(datagram))
            HandleMedia(datagram);
        else
            HandleOther(datagram);
    }

    private void HandleMedia(Span<byte> datagram)
    {
        if (!session.IsConnected)
            return;
        if (!RtpHeader.IsRtcp(datagram))
            OnRtp(datagram);
        else if (session.Receiver!.TryUnprotectRtcp(datagram, out var length, out _))
            OnRtcp(datagram[..length]);
    }

    private void HandleOther(ReadOnlySpan<byte> datagram)
    {
        if (PeerSession.IsDtls(datagram))
            Count(datagram);
        if (AbandonsHandshake && PeerSession.IsDtls(datagram))
            return;
        if (session.Handle(MonotonicClock.Now, datagram, output))
            connected.TrySetResult();
    }

    private void Count(ReadOnlySpan<byte> handshake)
    {
        HandshakeBytesReceived += handshake.Length;
        if (MonotonicClock.Now.Since(lastHandshake) > PauseMicroseconds)
            HandshakeAnswers++;
        lastHandshake = MonotonicClock.Now;
    }

    private void Track(ReadOnlySpan<byte> datagram)
    {
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]);
        var stream = streams.Find(known => known.Ssrc == ssrc);
        if (stream is null)
            streams.Add(stream = new ReceivedStream(ssrc));
        stream.Track(BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
    }

    private void Send(ReadOnlySpan<byte> datagram)
    {
        try
        {
            BytesSent += socket.Send(datagram);
        }
        catch (SocketException)
        {
            // The same: the receiver's side says that nobody listens.
        }
    }

    private sealed class KeptDatagram : IDatagramSink
    {
        public byte[] Bytes { get; private set; } = [];

        public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages) => Bytes = slab.AsSpan(messages[0].Offset, messages[0].Length).ToArray();
    }
}
