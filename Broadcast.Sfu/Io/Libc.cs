using System.Runtime.InteropServices;

namespace Broadcast.Sfu.Io;

/// <summary>The Linux system calls that .NET's sockets do not offer: batches, segmented sends, queue-overflow counts.</summary>
internal static partial class Libc
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static unsafe partial int Bind(DescriptorHandle socket, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    public static unsafe partial int GetSocketName(DescriptorHandle socket, byte* address, ref uint length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(DescriptorHandle socket, int level, int name, in int value, uint length = sizeof(int));

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(DescriptorHandle socket, int level, int name, out int value, ref uint length);

    [LibraryImport(Library, EntryPoint = "recvmmsg", SetLastError = true)]
    public static unsafe partial int ReceiveMessages(DescriptorHandle socket, MessageHeader* messages, uint count, int flags, void* timeout);

    [LibraryImport(Library, EntryPoint = "sendmmsg", SetLastError = true)]
    public static unsafe partial int SendMessages(DescriptorHandle socket, MessageHeader* messages, uint count, int flags);

    [LibraryImport(Library, EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(DescriptorHandle socket, int backlog);

    [LibraryImport(Library, EntryPoint = "accept4", SetLastError = true)]
    public static unsafe partial int Accept(DescriptorHandle socket, byte* address, ref uint length, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    public static unsafe partial nint Receive(DescriptorHandle socket, byte* buffer, nuint length, int flags);

    /// <param name="socket">Connected.</param>
    /// <param name="message">The struct msghdr that a struct mmsghdr begins with.</param>
    /// <param name="flags">MSG_….</param>
    [LibraryImport(Library, EntryPoint = "sendmsg", SetLastError = true)]
    public static unsafe partial nint SendMessage(DescriptorHandle socket, MessageHeader* message, int flags);

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static unsafe partial int EpollControl(DescriptorHandle epoll, int operation, int descriptor, byte* @event);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    public static unsafe partial int EpollWait(DescriptorHandle epoll, byte* events, int count, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    public static unsafe partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signalMask);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(DescriptorHandle descriptor, out ulong value, nuint count = sizeof(ulong));

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(DescriptorHandle descriptor, in ulong value, nuint count = sizeof(ulong));

    [LibraryImport(Library, EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static unsafe partial int SetAffinity(int thread, nuint maskBytes, ulong* mask);

    /// <summary>struct mmsghdr on 64-bit Linux: struct msghdr and the length transferred.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
        private readonly uint headerPadding;
        public uint Transferred;
        private readonly uint padding;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct cmsghdr: what a control message begins with.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlMessageHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    /// <summary>A control message with a value of at most eight bytes; its size is CMSG_SPACE of any such value.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlMessage
    {
        public ControlMessageHeader Header;
        public ulong Value;

        public const int HeaderLength = 16;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;

        public readonly long Microseconds => Seconds * 1_000_000 + Nanoseconds / 1_000;
    }
}
