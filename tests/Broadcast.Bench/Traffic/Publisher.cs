using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Bench.Traffic;

/// <summary>Sends the <see cref="TestStream"/>, and the <see cref="TestSound"/> if wanted, over plain RTP at their own pace on a thread of its own, with a key frame for every request, until disposed.</summary>
internal sealed class Publisher : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ManualResetEventSlim stopping = new();
    private readonly Thread thread;
    private readonly byte[] feedback = new byte[2_048];

    private readonly IPEndPoint? soundTo;
    private readonly TestStream[] smaller;
    private volatile bool isPaused;

    /// <param name="to">Where the server takes RTP in.</param>
    /// <param name="soundTo">The same for sound; null for none.</param>
    /// <param name="layers">Whether two smaller pictures are sent beside the whole one.</param>
    public Publisher(IPEndPoint to, IPEndPoint? soundTo = null, bool layers = false)
    {
        this.soundTo = soundTo;
        smaller = layers ? [new TestStream(0), new TestStream(1)] : [];
        socket.Connect(to);
        thread = new Thread(Run) { Name = "publisher", IsBackground = true };
        thread.Start();
    }

    public TestStream Stream { get; } = new();
    public TestSound Sound { get; } = new();

    public long PacketsSent => Stream.PacketsSent + Sound.PacketsSent;

    /// <summary>Sends nothing, and goes on later where it was.</summary>
    public bool IsPaused { get => isPaused; set => isPaused = value; }

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
        var (frame, sound) = (0L, 0L);
        while (true)
        {
            var frameDue = TimeSpan.FromSeconds((double)frame / TestStream.FramesPerSecond);
            var soundDue = soundTo is null ? TimeSpan.MaxValue : TimeSpan.FromSeconds((double)sound / TestSound.PacketsPerSecond);
            var wait = (frameDue < soundDue ? frameDue : soundDue) - clock.Elapsed;
            if (stopping.Wait(wait > TimeSpan.Zero ? wait : TimeSpan.Zero))
                return;
            if (soundDue < frameDue)
            {
                sound++;
                SendSound();
            }
            else
            {
                SendFrame(frame++);
            }
        }
    }

    private void SendSound()
    {
        if (!isPaused)
            socket.SendTo(Sound.Next(), soundTo!);
    }

    private void SendFrame(long number)
    {
        if (isPaused)
            return;
        // A key frame every 10 s besides those that the server asks for, as a browser's encoder might make.
        Stream.KeyFrameWanted |= number % (10 * TestStream.FramesPerSecond) == 0;
        ReadFeedback();
        foreach (var stream in smaller)
            stream.NextFrame(packet => socket.Send(packet.Span));
        Stream.NextFrame(packet =>
        {
            Sent?.Invoke(BinaryPrimitives.ReadUInt16BigEndian(packet.Span[2..]), (packet.Span[1] & 0x80) != 0);
            socket.Send(packet.Span);
        });
    }

    private void ReadFeedback()
    {
        while (socket.Available > 0)
        {
            var compound = new RtcpCompound(feedback.AsSpan(0, socket.Receive(feedback)));
            while (compound.TryRead(out var packet))
                if (PictureLossIndication.TryParse(packet, out var indication))
                    OnKeyFrameRequest(indication.MediaSsrc);
        }
    }

    private void OnKeyFrameRequest(uint ssrc)
    {
        KeyFrameRequests++;
        Stream.KeyFrameWanted |= ssrc == TestStream.Ssrc;
        for (var layer = 0; layer < smaller.Length; layer++)
            smaller[layer].KeyFrameWanted |= ssrc == TestStream.SsrcOf(layer);
    }
}
