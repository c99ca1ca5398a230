using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Dtls;

/// <summary>Owns an SSL object and, through it, its BIO.</summary>
internal sealed unsafe class SslHandle : SafeHandle
{
    private const int RetransmissionIndex = 0;
    private const uint MaxRetransmissionUs = 3_000_000;

    private readonly nint bio;

    public SslHandle() : base(0, ownsHandle: true)
    {
    }

    public SslHandle(SslContextHandle context, DtlsRole role, DtlsOptions options) : this()
    {
        SetHandle(OpenSsl.New(context.DangerousGetHandle()));
        bio = DatagramBio.Create();
        if (IsInvalid || bio == 0)
            throw new CryptographicException("libssl cannot create a session.");
        OpenSsl.SetBio(handle, bio, bio);
        _ = OpenSsl.Control(handle, OpenSsl.SetMtu, options.Mtu, null);
        _ = OpenSsl.SetExData(handle, RetransmissionIndex, options.RetransmissionMs * 1_000);
        OpenSsl.SetTimerCallback(handle, &NextRetransmission);
        if (role == DtlsRole.Client)
            OpenSsl.SetConnectState(handle);
        else
            OpenSsl.SetAcceptState(handle);
    }

    /// <summary>For calls into <see cref="OpenSsl"/>, while this is open.</summary>
    public nint Pointer => handle;

    /// <summary>Connects the BIO to a port for one call, or to nothing.</summary>
    public void Attach(DatagramPort* port) => OpenSsl.BioSetData(bio, port);

    /// <summary>Microseconds until OpenSSL wants to retransmit, by its own clock; null if it waits for nothing.</summary>
    public long? TimeoutUs
    {
        get
        {
            OpenSsl.TimeValue left;
            return OpenSsl.Control(handle, OpenSsl.DtlsGetTimeout, 0, &left) == 1 ? left.TotalMicroseconds : null;
        }
    }

    /// <summary>The remote's certificate in DER; empty if it sent none.</summary>
    public byte[] PeerCertificate()
    {
        var certificate = OpenSsl.GetPeerCertificate(handle);
        if (certificate == 0)
            return [];
        var der = new byte[Math.Max(0, OpenSsl.EncodeCertificate(certificate, null))];
        fixed (byte* bytes = der)
        {
            // i2d moves the pointer it is given.
            var end = bytes;
            if (der.Length != 0)
                _ = OpenSsl.EncodeCertificate(certificate, &end);
        }
        OpenSsl.FreeCertificate(certificate);
        return der;
    }

    public SrtpProfile? SelectedSrtpProfile()
    {
        var selected = OpenSsl.GetSelectedSrtpProfile(handle);
        return selected == null ? null : (SrtpProfile)selected->Id.Value;
    }

    public bool TryExport(ReadOnlySpan<byte> label, Span<byte> output)
    {
        fixed (byte* labelBytes = label, outputBytes = output)
            return OpenSsl.ExportKeyingMaterial(handle, outputBytes, (nuint)output.Length, labelBytes, (nuint)label.Length, null, 0, 0) == 1;
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OpenSsl.Free(handle);
        return true;
    }

    /// <summary>Doubles, from the first value that the options give: OpenSSL's own first second is long for a viewer who waits.</summary>
    [UnmanagedCallersOnly]
    private static uint NextRetransmission(nint ssl, uint currentUs) =>
        currentUs == 0 ? (uint)OpenSsl.GetExData(ssl, RetransmissionIndex) : Math.Min(currentUs * 2, MaxRetransmissionUs);
}
