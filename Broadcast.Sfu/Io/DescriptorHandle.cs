using Microsoft.Win32.SafeHandles;

namespace Broadcast.Sfu.Io;

/// <summary>Owns a descriptor of the kernel's: epoll, eventfd or a socket.</summary>
public class DescriptorHandle : SafeHandleMinusOneIsInvalid
{
    internal DescriptorHandle(int descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

    internal int Descriptor => (int)handle;

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
