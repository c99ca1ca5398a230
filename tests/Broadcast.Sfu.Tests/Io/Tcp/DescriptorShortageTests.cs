using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime;
using System.Runtime.InteropServices;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Io.Tcp;
using Broadcast.Sfu.Io.Workers;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Io.Tcp;

/// <summary>The process has no descriptor left. Alone, for it takes them from everything else that runs.</summary>
[Collection(nameof(DescriptorShortageTests))]
[CollectionDefinition(nameof(DescriptorShortageTests), DisableParallelization = true)]
public sealed partial class DescriptorShortageTests : IDatagramHandler
{
    /// <summary>RLIMIT_NOFILE.</summary>
    private const int OpenFiles = 7;

    /// <summary>They are in use. With fewer, poll itself would fail.</summary>
    private const int StandardFiles = 3;

    /// <summary>More than is allocated while it lasts.</summary>
    private const long RoomWithoutCollection = 16 << 20;

    private const long TenMilliseconds = 10_000;
    private const long RestMicroseconds = 1_000_000;

    [Fact]
    public void A_connection_that_finds_no_descriptor_waits_and_does_not_spin_the_loop()
    {
        using var sockets = new LinuxSockets(new IPEndPoint(IPAddress.Loopback, 0), new SocketBuffers(65_536, 65_536), new TcpLimits());
        using var client = new TcpClient();
        // Once with all descriptors, so that what follows loads and compiles nothing: the runtime itself does not survive without any.
        using (new Shortage(isReal: false))
            sockets.Receive(this, TenMilliseconds);
        client.Connect(IPAddress.Loopback, sockets.Port);

        using (new Shortage(isReal: true))
        {
            while (sockets.Counters.TcpRefused == 0)
                sockets.Receive(this, TenMilliseconds);
            var clock = Stopwatch.StartNew();
            sockets.Receive(this, 5 * TenMilliseconds);
            Assert.True(clock.ElapsedMilliseconds >= 40, "It does not wait while nothing can be accepted.");
            Assert.Equal((1, 0), (sockets.Counters.TcpRefused, sockets.Counters.TcpConnections));
        }
        var patience = Stopwatch.StartNew();
        while (sockets.Counters.TcpConnections == 0 && patience.ElapsedMilliseconds < 5_000)
            sockets.Receive(this, RestMicroseconds);

        Assert.Equal((1, 1), (sockets.Counters.TcpRefused, sockets.Counters.TcpConnections));
    }

    void IDatagramHandler.OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram)
    {
    }

    /// <summary>For as long as it lives no descriptor can be opened, and nothing is collected: the collector reads files.</summary>
    private sealed partial class Shortage : IDisposable
    {
        private readonly Limit before;

        /// <param name="isReal">False to leave the limit as it is.</param>
        public Shortage(bool isReal)
        {
            GC.TryStartNoGCRegion(RoomWithoutCollection);
            Assert.Equal(0, GetLimit(OpenFiles, out before));
            Assert.Equal(0, SetLimit(OpenFiles, before with { Soft = isReal ? StandardFiles : before.Soft }));
        }

        public void Dispose()
        {
            Assert.Equal(0, SetLimit(OpenFiles, before));
            // Other threads may have used up the room.
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
                GC.EndNoGCRegion();
        }

        [LibraryImport("libc", EntryPoint = "getrlimit")]
        private static partial int GetLimit(int resource, out Limit limit);

        [LibraryImport("libc", EntryPoint = "setrlimit")]
        private static partial int SetLimit(int resource, in Limit limit);

        private record struct Limit(nuint Soft, nuint Hard);
    }
}
