using System.Collections.Concurrent;
using System.Net;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Swarm;

/// <summary>Thousands of viewers on one thread, each with a UDP socket of its own.</summary>
internal sealed class ViewerSwarm : IDisposable
{
    private const long TickMicroseconds = 5_000;
    private static readonly SocketBuffers Buffers = new(ReceiveBytes: 1 << 20, SendBytes: 1 << 18);

    private readonly List<Member> members = [];
    private readonly Dictionary<uint, Member> byTag = [];
    private readonly ConcurrentQueue<Action> errands = new();
    private readonly SocketPoller poller = new();
    private readonly SocketCounters counters = new();
    private readonly DatagramReceiver receiver;
    private readonly DtlsContext dtlsContext;
    private readonly IReadOnlyList<DtlsFingerprint> fingerprints;
    private readonly IPAddress bindTo;
    private readonly bool feedback;
    private readonly Thread thread;
    private int nextIndex;
    private volatile bool stopping;

    /// <param name="bindTo">Address that the viewers come from.</param>
    /// <param name="feedback">Whether they answer transport-cc.</param>
    public ViewerSwarm(IPAddress bindTo, bool feedback = false)
    {
        this.feedback = feedback;
        this.bindTo = bindTo;
        receiver = new DatagramReceiver(counters);
        var certificate = DtlsCertificate.Create(TimeProvider.System.GetUtcNow());
        dtlsContext = new DtlsContext(certificate, new DtlsOptions());
        fingerprints = certificate.Fingerprints;
        thread = new Thread(Run) { Name = "swarm", IsBackground = true };
        thread.Start();
    }

    /// <summary>What the generator itself could not take: its own loss, not the server's.</summary>
    public long ReceiveOverflows => counters.ReceiveOverflows;

    /// <summary>Connects one more viewer.</summary>
    /// <param name="offer">How the server lets a viewer in.</param>
    public async Task<SwarmViewer> AddAsync(Func<ViewerIdentity, Task<ViewerOffer>> offer)
    {
        var socket = UdpSocket.Open(new IPEndPoint(bindTo, 0), Buffers);
        var identity = new ViewerIdentity(IceCredentials.Create(), fingerprints, new IPEndPoint(bindTo, socket.Port));
        try
        {
            var accepted = await offer(identity);
            return await OnThreadAsync(() => Add(socket, identity, accepted));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Its socket closes without a word, as a page does.</summary>
    public Task RemoveAsync(SwarmViewer viewer) => OnThreadAsync(() => Remove(viewer));

    private SwarmViewer Add(UdpSocket socket, ViewerIdentity identity, ViewerOffer offer)
    {
        var index = nextIndex++;
        var viewer = new SwarmViewer(index, offer, identity.Credentials, dtlsContext, MonotonicClock.Now) { Reports = feedback ? new ArrivalReports() : null };
        var member = new Member(viewer, socket, new SendBatch(new UdpSender(socket, counters), slabBytes: 16_384, maxMessages: 16));
        members.Add(member);
        byTag.Add((uint)index, member);
        poller.Add(socket.DangerousGetHandle().ToInt32(), (uint)index);
        return viewer;
    }

    private bool Remove(SwarmViewer viewer)
    {
        if (members.Find(each => each.Viewer == viewer) is not { } member)
            return false;
        members.Remove(member);
        byTag.Remove(byTag.First(each => each.Value == member).Key);
        member.Dispose();
        return true;
    }

    /// <summary>Reads or changes the viewers on their own thread.</summary>
    public Task<T> OnThreadAsync<T>(Func<IReadOnlyList<SwarmViewer>, T> errand) =>
        OnThreadAsync(() => errand(members.ConvertAll(member => member.Viewer)));

    public void Dispose()
    {
        stopping = true;
        poller.Wake();
        thread.Join();
        foreach (var member in members)
            member.Dispose();
        dtlsContext.Dispose();
        poller.Dispose();
    }

    private Task<T> OnThreadAsync<T>(Func<T> errand)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        errands.Enqueue(() =>
        {
            try
            {
                done.SetResult(errand());
            }
            catch (Exception problem)
            {
                done.SetException(problem);
            }
        });
        poller.Wake();
        return done.Task;
    }

    private void Run()
    {
        var nextTick = MonotonicClock.Now;
        while (!stopping)
        {
            while (errands.TryDequeue(out var errand))
                errand();
            poller.Wait(Math.Max(0, nextTick.Since(MonotonicClock.Now)));
            for (var i = 0; i < poller.ReadyCount; i++)
            {
                if (byTag.TryGetValue(poller.ReadyTag(i), out var ready))
                    ready.Receive(receiver);
            }
            var now = MonotonicClock.Now;
            if (now < nextTick)
                continue;
            nextTick = now.AddMicroseconds(TickMicroseconds);
            foreach (var member in members)
                member.Tick(now);
        }
    }

    /// <summary>A viewer with its socket.</summary>
    private sealed class Member(SwarmViewer viewer, UdpSocket socket, SendBatch output) : IDatagramHandler, IDisposable
    {
        private uint overflows;

        public SwarmViewer Viewer => viewer;

        public void Receive(DatagramReceiver receiver)
        {
            receiver.Receive(socket, 0, ref overflows, this);
            output.Flush();
        }

        public void Tick(Instant now)
        {
            if (now < viewer.NextTimeout)
                return;
            viewer.HandleTimeout(now, output);
            output.Flush();
        }

        public void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram) => viewer.HandleDatagram(MonotonicClock.Now, arrivedAt, datagram, output);

        public void Dispose()
        {
            viewer.Dispose();
            socket.Dispose();
        }
    }
}
