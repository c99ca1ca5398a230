using Microsoft.Win32.SafeHandles;

namespace Broadcast.Sfu.Dtls;

/// <summary>Owns an SSL_CTX. Sessions made from it hold a reference of their own.</summary>
internal sealed class SslContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SslContextHandle() : base(ownsHandle: true) => SetHandle(OpenSsl.ContextNew(OpenSsl.DtlsMethod()));

    protected override bool ReleaseHandle()
    {
        OpenSsl.ContextFree(handle);
        return true;
    }
}
