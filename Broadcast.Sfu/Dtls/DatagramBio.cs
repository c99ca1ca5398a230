using System.Runtime.InteropServices;

namespace Broadcast.Sfu.Dtls;

/// <summary>
/// OpenSSL's view of the network: one datagram in, any number out, each kept apart. A memory BIO would merge a flight into one
/// stream of bytes. The callbacks touch nothing but a <see cref="DatagramPort"/> on the caller's stack, so they cannot throw.
/// </summary>
internal static unsafe class DatagramBio
{
    private const int TypeSourceSink = 0x0400;
    private const int ControlFlush = 11;
    private const int ControlMtuOverhead = 49;
    private const int FlagsRetryRead = 0x01 | 0x08;
    private const int FlagsAll = 0x0F;

    /// <summary>Of UDP and IPv6.</summary>
    private const int MtuOverhead = 48;

    /// <summary>One method table for the process, never freed, as BIOs refer to it.</summary>
    private static readonly nint Method = CreateMethod();

    /// <summary>A BIO that fails to read and discards what is written until it is given a port.</summary>
    public static nint Create()
    {
        var bio = OpenSsl.BioNew(Method);
        if (bio != 0)
            OpenSsl.BioSetInit(bio, 1);
        return bio;
    }

    private static nint CreateMethod()
    {
        fixed (byte* name = "datagram\0"u8)
        {
            var method = OpenSsl.BioMethodNew(OpenSsl.BioNewIndex() | TypeSourceSink, name);
            _ = OpenSsl.BioMethodSetRead(method, &Read);
            _ = OpenSsl.BioMethodSetWrite(method, &Write);
            _ = OpenSsl.BioMethodSetControl(method, &Control);
            return method;
        }
    }

    [UnmanagedCallersOnly]
    private static int Read(nint bio, byte* buffer, int length)
    {
        OpenSsl.BioClearFlags(bio, FlagsAll);
        var port = (DatagramPort*)OpenSsl.BioGetData(bio);
        if (port != null && port->InputLength != 0)
            return port->TakeInput(buffer, length);
        OpenSsl.BioSetFlags(bio, FlagsRetryRead);
        return -1;
    }

    [UnmanagedCallersOnly]
    private static int Write(nint bio, byte* buffer, int length)
    {
        OpenSsl.BioClearFlags(bio, FlagsAll);
        var port = (DatagramPort*)OpenSsl.BioGetData(bio);
        if (port != null)
            port->AddOutput(buffer, length);
        return length;
    }

    [UnmanagedCallersOnly]
    private static nint Control(nint bio, int command, nint value, nint data) => command switch
    {
        ControlFlush => 1,
        ControlMtuOverhead => MtuOverhead,
        _ => 0,
    };
}
