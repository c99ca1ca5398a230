using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Dtls;

/// <summary>
/// A client session against a server session over a link that may lose and repeat datagrams. OpenSSL reads its own clock, so its
/// retransmission time is set to less than it can tell from now: a timeout is due whenever the test says so.
/// </summary>
internal sealed class DtlsPair : IDisposable
{
    public static readonly DtlsOptions Options = new() { RetransmissionMs = 1 };
    public static readonly DtlsCertificate ServerCertificate = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(56));
    public static readonly DtlsCertificate ClientCertificate = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(56));

    private readonly DtlsContext serverContext = new(ServerCertificate, Options);
    private readonly DtlsContext clientContext;

    /// <param name="expectedByServer">Null for those that the client has.</param>
    /// <param name="expectedByClient">Null for those that the server has.</param>
    /// <param name="clientCertificate">Null for <see cref="ClientCertificate"/>.</param>
    public DtlsPair(
        IReadOnlyList<DtlsFingerprint>? expectedByServer = null, IReadOnlyList<DtlsFingerprint>? expectedByClient = null, DtlsCertificate? clientCertificate = null)
    {
        clientCertificate ??= ClientCertificate;
        // The remote's OpenSSL is a whole one.
        clientContext = new DtlsContext(clientCertificate, Options, libraryContext: 0);
        Server = new Side(serverContext.CreateSession(DtlsRole.Server, expectedByServer ?? clientCertificate.Fingerprints));
        Client = new Side(clientContext.CreateSession(DtlsRole.Client, expectedByClient ?? ServerCertificate.Fingerprints));
    }

    public Side Server { get; }
    public Side Client { get; }
    public Instant Now { get; set; } = Instant.FromSeconds(1_000);

    private bool IsSettled => Server.Session.State != DtlsState.Connecting && Client.Session.State != DtlsState.Connecting;

    public void Start()
    {
        Server.Start(Now);
        Client.Start(Now);
    }

    /// <summary>Runs until both sides are done or the rounds are used up; each round without traffic is a timeout.</summary>
    public void Run(Func<byte[], IEnumerable<byte[]>> network, int rounds = 200)
    {
        for (var round = 0; round < rounds && !IsSettled; round++)
        {
            var toServer = Client.Take().SelectMany(network).ToList();
            var toClient = Server.Take().SelectMany(network).ToList();
            if (toServer.Count + toClient.Count == 0)
                Timeout();
            toServer.ForEach(datagram => Server.Receive(Now, datagram));
            toClient.ForEach(datagram => Client.Receive(Now, datagram));
        }
    }

    public void Run() => Run(datagram => [datagram]);

    public void Dispose()
    {
        Server.Session.Dispose();
        Client.Session.Dispose();
        serverContext.Dispose();
        clientContext.Dispose();
    }

    private void Timeout()
    {
        Now = Now.AddMilliseconds(1);
        Server.Timeout(Now);
        Client.Timeout(Now);
    }

    /// <summary>A session and what it wants sent.</summary>
    internal sealed class Side : IDatagramSink
    {
        private static readonly TransportTuple Remote = TransportTuple.FromIPv4(0x7F00_0001, 9);
        private readonly List<byte[]> sent = [];
        private readonly SendBatch output;

        public Side(DtlsSession session)
        {
            Session = session;
            output = new SendBatch(this, 1 << 16, 64);
        }

        public DtlsSession Session { get; }

        public void Start(Instant now) => Session.Start(now, Remote, output);
        public void Timeout(Instant now) => Session.HandleTimeout(now, Remote, output);
        public void Close(Instant now) => Session.Close(now, Remote, output);

        public DropReason? Receive(Instant now, byte[] datagram) =>
            Session.Handle(now, datagram, Remote, output, out var reason) ? null : reason;

        public List<byte[]> Take()
        {
            output.Flush();
            List<byte[]> taken = [.. sent];
            sent.Clear();
            return taken;
        }

        void IDatagramSink.Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
        {
            foreach (var message in messages)
            {
                for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
                    sent.Add(slab.AsSpan(message.Offset + offset, Math.Min(message.SegmentSize, message.Length - offset)).ToArray());
            }
        }
    }
}
