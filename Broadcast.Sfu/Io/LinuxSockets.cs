using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io;

/// <summary>recvmmsg, sendmmsg and UDP_SEGMENT behind one epoll.</summary>
internal sealed class LinuxSockets : WorkerSockets
{
    private const int MaxSockets = 1_024;

    private readonly List<Entry?> entries = [];
    private readonly SocketPoller poller = new();
    private readonly DatagramReceiver receiver;
    private readonly SocketBuffers buffers;

    public LinuxSockets(IPEndPoint listen, SocketBuffers buffers)
    {
        this.buffers = buffers;
        receiver = new DatagramReceiver(Counters);
        try
        {
            Add(UdpSocket.Open(listen, buffers));
        }
        catch (SocketException)
        {
            poller.Dispose();
            throw;
        }
    }

    public override int Port => entries[0]!.Socket.Port;

    public override SocketBuffers Buffers => entries[0]!.Socket.Buffers;

    public override int Receive(IDatagramHandler handler, long waitMicroseconds)
    {
        poller.Wait(waitMicroseconds);
        var received = 0;
        for (var i = 0; i < poller.ReadyCount; i++)
        {
            var index = poller.ReadyTag(i);
            if (index < entries.Count && entries[(int)index] is { } entry)
                received += receiver.Receive(entry.Socket, (ushort)index, ref entry.Overflows, handler);
        }
        return received;
    }

    public override void Wake() => poller.Wake();

    public override void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        while (!messages.IsEmpty)
        {
            var socket = messages[0].To.LocalSocket;
            var run = 1;
            while (run < messages.Length && messages[run].To.LocalSocket == socket)
                run++;
            if (socket < entries.Count && entries[socket] is { } entry)
                entry.Sender.Send(slab, messages[..run]);
            else
                Counters.CountSendDropped(run);
            messages = messages[run..];
        }
    }

    public override bool TryOpen(string listenIp, out ushort socket, out int port)
    {
        (socket, port) = (0, 0);
        if (entries.Count == MaxSockets && !entries.Contains(null) || !IPAddress.TryParse(listenIp, out var address))
            return false;
        try
        {
            var opened = UdpSocket.Open(new IPEndPoint(address, 0), buffers);
            socket = Add(opened);
            port = opened.Port;
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public override void Close(ushort socket)
    {
        if (socket == 0 || socket >= entries.Count || entries[socket] is not { } entry)
            return;
        entries[socket] = null;
        poller.Remove(entry.Socket.Descriptor);
        entry.Socket.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var entry in entries)
            entry?.Socket.Dispose();
        poller.Dispose();
    }

    private ushort Add(UdpSocket socket)
    {
        var index = entries.IndexOf(null);
        if (index < 0)
        {
            index = entries.Count;
            entries.Add(null);
        }
        entries[index] = new Entry(socket, new UdpSender(socket, Counters));
        poller.Add(socket.Descriptor, (uint)index);
        return (ushort)index;
    }

    private sealed class Entry(UdpSocket socket, UdpSender sender)
    {
        public UdpSocket Socket { get; } = socket;
        public UdpSender Sender { get; } = sender;

        /// <summary>The kernel's count of lost datagrams as last seen.</summary>
        public uint Overflows;
    }
}
