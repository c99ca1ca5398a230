using System.Runtime.InteropServices;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Join;

/// <summary>
/// The least that a join can cost: the server's side of one DTLS 1.2 handshake in memory, by OpenSSL with the certificates that the node
/// and the viewers have, without network, ICE, routing or media.
/// </summary>
internal static partial class BareHandshake
{
    private const int Handshakes = 200;
    private const int WarmUp = 20;
    private const int ThreadCpuTime = 3;

    private static readonly TransportTuple Peer = TransportTuple.FromIPv4(0x7F00_0001, 9);

    /// <returns>Milliseconds of CPU time per handshake, the server's side alone.</returns>
    public static double MeasureMs()
    {
        var today = TimeProvider.System.GetUtcNow();
        var (serverCertificate, clientCertificate) = (DtlsCertificate.Create(today), DtlsCertificate.Create(today));
        using var serverContext = new DtlsContext(serverCertificate, new DtlsOptions());
        using var clientContext = new DtlsContext(clientCertificate, new DtlsOptions());
        var spent = 0L;
        for (var i = -WarmUp; i < Handshakes; i++)
        {
            using var server = new Side(serverContext.CreateSession(DtlsRole.Server, clientCertificate.Fingerprints));
            using var client = new Side(clientContext.CreateSession(DtlsRole.Client, serverCertificate.Fingerprints));
            var nanoseconds = Shake(server, client);
            spent += i < 0 ? 0 : nanoseconds;
        }
        return spent / 1e6 / Handshakes;
    }

    private static long Shake(Side server, Side client)
    {
        var spent = 0L;
        server.Session.Start(MonotonicClock.Now, Peer, server.Output);
        client.Session.Start(MonotonicClock.Now, Peer, client.Output);
        while (server.Session.State == DtlsState.Connecting || client.Session.State == DtlsState.Connecting)
        {
            var flight = client.Take();
            var before = ThreadNanoseconds();
            server.Receive(flight);
            spent += ThreadNanoseconds() - before;
            client.Receive(server.Take());
        }
        return client.Session.State == DtlsState.Connected ? spent : throw new InvalidOperationException(client.Session.FailureReason);
    }

    private static long ThreadNanoseconds()
    {
        _ = ReadClock(ThreadCpuTime, out var time);
        return time.Seconds * 1_000_000_000 + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>A session and what it wants sent.</summary>
    private sealed class Side : IDatagramSink, IDisposable
    {
        private List<byte[]> sent = [];

        public Side(DtlsSession session)
        {
            Session = session;
            Output = new SendBatch(this, slabBytes: 1 << 14, maxMessages: 16);
        }

        public DtlsSession Session { get; }

        public SendBatch Output { get; }

        public void Receive(List<byte[]> flight)
        {
            foreach (var datagram in flight)
                Session.Handle(MonotonicClock.Now, datagram, Peer, Output, out _);
            Output.Flush();
        }

        public List<byte[]> Take()
        {
            Output.Flush();
            var taken = sent;
            sent = [];
            return taken;
        }

        public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
        {
            foreach (var message in messages)
                for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
                    sent.Add(slab.AsSpan(message.Offset + offset, Math.Min(message.SegmentSize, message.Length - offset)).ToArray());
        }

        public void Dispose() => Session.Dispose();
    }
}
