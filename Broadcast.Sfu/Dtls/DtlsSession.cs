using System.Runtime.InteropServices;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Dtls;

/// <summary>
/// One DTLS 1.2 association (RFC 6347) that exists to agree on SRTP keys (RFC 5764). Fed with datagrams and timeouts; what it
/// wants sent goes into the batch it is given, to the tuple it is given. Used by one thread.
/// </summary>
/// <remarks>
/// After the handshake it lingers so that its last flight can be repeated, then frees OpenSSL's state; from then on it takes no
/// datagrams. The remote's close_notify is heard only until then.
/// </remarks>
public sealed unsafe class DtlsSession : IDisposable
{
    /// <summary>The largest flight is a certificate chain of the remote's liking; ours has about 1 kB.</summary>
    private const int FlightCapacity = 8_192;

    private const int ReadLength = 512;

    private readonly IReadOnlyList<DtlsFingerprint> remoteFingerprints;
    private readonly DtlsOptions options;
    private SslHandle? ssl;
    private DtlsSrtpKeys? keys;
    private int repeats;

    /// <summary>While connecting: when the handshake has failed. Once connected: when the state is freed.</summary>
    private Instant deadline = Instant.Never;

    internal DtlsSession(SslHandle ssl, DtlsRole localRole, IReadOnlyList<DtlsFingerprint> remoteFingerprints, DtlsOptions options)
    {
        this.ssl = ssl;
        this.remoteFingerprints = remoteFingerprints;
        this.options = options;
        LocalRole = localRole;
    }

    private enum Step
    {
        Handshake,
        Read,
        Retransmit,
        Shutdown,
    }

    public DtlsRole LocalRole { get; }
    public DtlsState State { get; private set; } = DtlsState.New;

    /// <summary>Bytes that may still be sent; what exceeds them is kept back, as a network may lose it. Falls with what is sent.</summary>
    public int Allowance { get; set; } = int.MaxValue;

    /// <summary>In words, once <see cref="State"/> is failed.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextTimeout { get; private set; } = Instant.Never;

    /// <summary>Begins; as a client this sends the first flight. Call once, when ICE has a selected tuple.</summary>
    public void Start(Instant now, in TransportTuple to, SendBatch output)
    {
        if (State != DtlsState.New)
            return;
        State = DtlsState.Connecting;
        deadline = now.AddMilliseconds(options.HandshakeTimeoutMs);
        Run(now, Step.Handshake, [], to, output);
    }

    /// <summary>Takes one datagram whose first byte is 20–63 (RFC 7983).</summary>
    /// <returns>False if it is no DTLS or if none is expected. What OpenSSL discards by itself counts as taken.</returns>
    public bool Handle(Instant now, ReadOnlySpan<byte> datagram, in TransportTuple to, SendBatch output, out DropReason reason)
    {
        reason = DropReason.DtlsNotExpected;
        if (ssl is null || State is not (DtlsState.Connecting or DtlsState.Connected))
            return false;
        reason = DropReason.DtlsMalformed;
        if (!DtlsRecord.IsWhole(datagram))
            return false;
        if (repeats > 0 && !DtlsRecord.IsClientHello(datagram))
            repeats--;
        Run(now, State == DtlsState.Connecting ? Step.Handshake : Step.Read, datagram, to, output);
        return true;
    }

    public void HandleTimeout(Instant now, in TransportTuple to, SendBatch output)
    {
        if (now < NextTimeout)
            return;
        if (State == DtlsState.Connected && now >= deadline)
            ReleaseHandshakeState();
        else if (State == DtlsState.Connecting && now >= deadline)
            Fail("The DTLS handshake took too long.");
        else
            Run(now, Step.Retransmit, [], to, output);
    }

    /// <summary>The keys, once, after <see cref="State"/> became connected. The caller disposes them.</summary>
    public DtlsSrtpKeys? TakeSrtpKeys()
    {
        var taken = keys;
        keys = null;
        return taken;
    }

    /// <summary>
    /// Frees OpenSSL's state, about 50 kB, before the settling time is over; for example when SRTP of the remote proved that it
    /// has finished too.
    /// </summary>
    public void ReleaseHandshakeState()
    {
        ssl?.Dispose();
        ssl = null;
        NextTimeout = Instant.Never;
    }

    /// <summary>Sends close_notify, if there still is a state to send it with, and closes.</summary>
    public void Close(Instant now, in TransportTuple to, SendBatch output)
    {
        if (ssl is not null && State is DtlsState.Connecting or DtlsState.Connected)
            Run(now, Step.Shutdown, [], to, output);
        if (State != DtlsState.Failed)
            State = DtlsState.Closed;
        Dispose();
    }

    public void Dispose()
    {
        ReleaseHandshakeState();
        TakeSrtpKeys()?.Dispose();
    }

    /// <summary>One call into OpenSSL with the network attached, then what follows from it.</summary>
    private void Run(Instant now, Step step, ReadOnlySpan<byte> datagram, in TransportTuple to, SendBatch output)
    {
        if (ssl is null)
            return;
        var flight = stackalloc byte[FlightCapacity];
        int result;
        int error;
        OpenSsl.ClearErrors();
        fixed (byte* input = datagram)
        {
            var port = new DatagramPort(input, datagram.Length, flight, FlightCapacity);
            ssl.Attach(&port);
            result = Call(ssl.Pointer, step);
            error = result > 0 ? 0 : OpenSsl.GetError(ssl.Pointer, result);
            ssl.Attach(null);
            Allowance -= port.SendOutput(to, output, Allowance);
        }
        Conclude(now, step, result, error);
        OpenSsl.ClearErrors();
        UpdateTimeout(now);
    }

    private static int Call(nint ssl, Step step)
    {
        switch (step)
        {
            case Step.Handshake:
                return OpenSsl.DoHandshake(ssl);
            case Step.Retransmit:
                return (int)OpenSsl.Control(ssl, OpenSsl.DtlsHandleTimeout, 0, null);
            case Step.Shutdown:
                return OpenSsl.Shutdown(ssl);
            default:
                // Application data has no meaning here and is thrown away.
                var discarded = stackalloc byte[ReadLength];
                return OpenSsl.Read(ssl, discarded, ReadLength);
        }
    }

    private void Conclude(Instant now, Step step, int result, int error)
    {
        var isFatal = result <= 0 && error is not (OpenSsl.ErrorWantRead or OpenSsl.ErrorWantWrite);
        if (step == Step.Handshake && result == 1)
            Complete(now);
        else if (step == Step.Handshake && isFatal)
            Fail($"The DTLS handshake failed: {LastError()}.");
        else if (step == Step.Retransmit && result < 0 && State == DtlsState.Connecting)
            Fail("The remote does not answer the DTLS handshake.");
        else if (step == Step.Retransmit && result > 0)
            repeats++;
        else if (step == Step.Read && isFatal)
            HandleShutdown();
    }

    /// <summary>Checks who the remote is before anything of the association is used (RFC 5763 §5).</summary>
    private void Complete(Instant now)
    {
        var certificate = ssl!.PeerCertificate();
        if (!remoteFingerprints.Any(fingerprint => DtlsFingerprints.Matches(fingerprint, certificate)))
        {
            Fail("The remote's certificate does not match its fingerprint.");
            return;
        }
        keys = DtlsSrtpKeys.Export(ssl, LocalRole);
        if (keys is null)
        {
            Fail("No SRTP profile in common.");
            return;
        }
        State = DtlsState.Connected;
        deadline = now.AddMilliseconds(options.SettleMs);
    }

    private void HandleShutdown()
    {
        var isClosedByRemote = (OpenSsl.GetShutdown(ssl!.Pointer) & OpenSsl.ReceivedShutdown) != 0;
        var reason = LastError();
        ReleaseHandshakeState();
        if (isClosedByRemote)
            State = DtlsState.Closed;
        else
            Fail($"The DTLS association broke: {reason}.");
    }

    private void Fail(string reason)
    {
        State = DtlsState.Failed;
        FailureReason = reason;
        Dispose();
    }

    private void UpdateTimeout(Instant now)
    {
        if (ssl is null)
            NextTimeout = Instant.Never;
        else if (repeats < options.MaxRepeats && ssl.TimeoutUs is { } left)
            NextTimeout = Instant.Min(deadline, now.AddMicroseconds(left));
        else
            NextTimeout = deadline;
    }

    private static string LastError() => Marshal.PtrToStringUTF8(OpenSsl.ErrorReason(OpenSsl.PeekError())) ?? "unknown error";
}
