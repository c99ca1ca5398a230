using System.Runtime.InteropServices;

namespace Broadcast.Sfu.Dtls;

/// <summary>Owns an SSL_CTX. Sessions made from it hold a reference of their own.</summary>
internal sealed class SslContextHandle : SafeHandle
{
    /// <param name="libraryContext">See <see cref="NarrowProvider.LibraryContext"/>.</param>
    public SslContextHandle(nint libraryContext) : base(0, ownsHandle: true) =>
        SetHandle(OpenSsl.ContextNew(libraryContext, properties: null, OpenSsl.DtlsMethod()));

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OpenSsl.ContextFree(handle);
        return true;
    }
}
