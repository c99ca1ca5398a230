using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io;

/// <summary>Waits for any of a worker's descriptors or for a wake-up from another thread, with microsecond timeouts.</summary>
internal sealed unsafe class SocketPoller : IDisposable
{
    private const int MaxEvents = 64;

    /// <summary>struct epoll_event is packed on x86-64 only.</summary>
    private static readonly int EventLength = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventLength - sizeof(ulong);

    private readonly DescriptorHandle epoll = new(Libc.EpollCreate(SocketCloseOnExec));
    private readonly DescriptorHandle wakeUp = new(Libc.EventDescriptor(0, EventNonBlocking));
    private readonly byte[] events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);
    private int readyCount;

    public SocketPoller() => Add(wakeUp.Descriptor, uint.MaxValue);

    /// <summary>Descriptors that were ready when <see cref="Wait"/> returned.</summary>
    public int ReadyCount => readyCount;

    public uint ReadyTag(int index) => (uint)Unsafe.ReadUnaligned<ulong>(ref events[index * EventLength + DataOffset]);

    /// <summary>Whether there is something to read, or an end, rather than only room to write.</summary>
    public bool IsReadable(int index) => (Unsafe.ReadUnaligned<uint>(ref events[index * EventLength]) & ~(uint)EpollOut) != 0;

    public void Add(int descriptor, uint tag) => Control(EpollAdd, descriptor, tag, EpollIn);

    /// <summary>Says, of what was added, whether room to write is waited for, too.</summary>
    public void Watch(int descriptor, uint tag, bool forRoom) => Control(EpollModify, descriptor, tag, forRoom ? EpollIn | EpollOut : EpollIn);

    public void Remove(int descriptor)
    {
        var ignored = stackalloc byte[16];
        Libc.EpollControl(epoll, EpollDelete, descriptor, ignored);
    }

    /// <summary>Ends the current or the next <see cref="Wait"/>. From any thread.</summary>
    public void Wake() => Libc.Write(wakeUp, 1);

    /// <summary>Blocks until something is readable, woken, or the time is over.</summary>
    /// <param name="microseconds">0 to only look; negative for no limit.</param>
    public void Wait(long microseconds)
    {
        if (microseconds != 0)
            Block(microseconds);
        readyCount = Math.Max(0, Libc.EpollWait(epoll, Pointer, MaxEvents, timeoutMs: 0));
        for (var i = 0; i < readyCount; i++)
        {
            if (ReadyTag(i) == uint.MaxValue)
                Libc.Read(wakeUp, out _);
        }
    }

    public void Dispose()
    {
        epoll.Dispose();
        wakeUp.Dispose();
    }

    private void Control(int operation, int descriptor, uint tag, int events)
    {
        var entry = stackalloc byte[16];
        Unsafe.WriteUnaligned(entry, (uint)events);
        Unsafe.WriteUnaligned(entry + DataOffset, (ulong)tag);
        Libc.EpollControl(epoll, operation, descriptor, entry);
    }

    private byte* Pointer => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(events));

    /// <summary>epoll_wait counts in milliseconds, which is too coarse for pacing, so the epoll descriptor is itself polled.</summary>
    private void Block(long microseconds)
    {
        var descriptor = new Libc.PollDescriptor { Descriptor = epoll.Descriptor, Events = PollIn };
        var timeout = new Libc.TimeSpec { Seconds = microseconds / 1_000_000, Nanoseconds = microseconds % 1_000_000 * 1_000 };
        Libc.Poll(&descriptor, 1, microseconds < 0 ? null : &timeout, null);
    }
}
