using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Bench.Traffic;

/// <summary>Sends the <see cref="TestStream"/> over plain RTP at its own pace on a thread of its own, with a key frame for every request, until disposed.</summary>
internal sealed class Publisher : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ManualResetEventSlim stopping = new();
    private readonly Thread thread;
    private readonly byte[] feedback = new byte[2_048];

    /// <param name="to">Where the server takes RTP in.</param>
    public Publisher(IPEndPoint to)
    {
        socket.Connect(to);
        thread = new Thread(Run) { Name = "publisher", IsBackground = true };
        thread.Start();
    }

    public TestStream Stream { get; } = new();

    /// <summary>Key frame requests that reached it.</summary>
    public int KeyFrameRequests { get; private set; }

    /// <summary>Told of each packet: its sequence number, and whether it ends a frame. On the publisher's thread.</summary>
    public Action<ushort, bool>? Sent { get; init; }

    public void Dispose()
    {
        stopping.Set();
        thread.Join();
        socket.Dispose();
        stopping.Dispose();
    }

    private void Run()
    {
        var clock = Stopwatch.StartNew();
        for (var frame = 0L; ; frame++)
        {
            var wait = TimeSpan.FromSeconds((double)frame / TestStream.FramesPerSecond) - clock.Elapsed;
            if (stopping.Wait(wait > TimeSpan.Zero ? wait : TimeSpan.Zero))
                return;
            // A key frame every 10 s besides those that the server asks for, as a browser's encoder might make.
            Stream.KeyFrameWanted |= frame % (10 * TestStream.FramesPerSecond) == 0;
            ReadFeedback();
            Stream.NextFrame(packet =>
            {
                Sent?.Invoke(BinaryPrimitives.ReadUInt16BigEndian(packet.Span[2..]), (packet.Span[1] & 0x80) != 0);
                socket.Send(packet.Span);
            });
        }
    }

    private void ReadFeedback()
    {
        while (socket.Available > 0)
        {
            var compound = new RtcpCompound(feedback.AsSpan(0, socket.Receive(feedback)));
            while (compound.TryRead(out var packet))
                if (PictureLossIndication.TryParse(packet, out _))
                {
                    KeyFrameRequests++;
                    Stream.KeyFrameWanted = true;
                }
        }
    }
}
