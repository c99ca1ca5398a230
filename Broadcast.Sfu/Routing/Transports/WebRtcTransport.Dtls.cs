using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>The handshake's course: it begins when signalling and ICE are both there, and ends in keys or in the end of the transport.</summary>
internal sealed partial class WebRtcTransport
{
    private int allowanceBefore;

    /// <summary>Where our flights went, and whether to more than one address.</summary>
    private TransportTuple? handshakeWith;
    private bool isHandshakeSplit;

    private void StartDtls(Instant now, SendBatch output)
    {
        if (isStarted || dtls is null || ice.SelectedTuple is null)
            return;
        isStarted = true;
        BeginStep(now);
        dtls.Start(now, Destination, output);
        EndStep(now);
        OnDtlsProgress(now, Destination, output);
    }

    /// <summary>An address that has not shown that it receives is sent no more of a flight than it has left.</summary>
    private void BeginStep(Instant now) => dtls!.Allowance = allowanceBefore = ice.Allowance(now);

    private void EndStep(Instant now)
    {
        var sent = allowanceBefore - dtls!.Allowance;
        if (sent == 0)
            return;
        ice.Spend(now, sent);
        isHandshakeSplit |= handshakeWith is { } other && other != Destination;
        handshakeWith = Destination;
    }

    private void OnDtlsProgress(Instant now, in TransportTuple from, SendBatch output)
    {
        if (dtls!.State != dtlsState)
        {
            dtlsState = dtls.State;
            Context.Notify(new DtlsStateChanged(Router, Id, dtlsState));
            if (dtlsState == DtlsState.Connected)
                TakeKeys(now, from, output);
        }
        if (dtlsState == DtlsState.Failed)
            CloseUnasked(now, "DTLS failed", output);
        else if (dtlsState == DtlsState.Closed)
            CloseUnasked(now, "closed by the remote", output);
        else
            UpdateTimer(now);
    }

    private void TakeKeys(Instant now, in TransportTuple from, SendBatch output)
    {
        using var keys = dtls!.TakeSrtpKeys();
        if (keys is null)
            return;
        sender = new SrtpSender(keys.Local);
        receiver = new SrtpReceiver(keys.Remote);
        // Who goes on with the handshake has received our half of it.
        if (!isHandshakeSplit && from == handshakeWith && from == ice.SelectedTuple)
            ice.ProveSelected(now);
        UpdateConsent(now, output);
    }

    /// <summary>Media flows while there are keys, and an address that wants it.</summary>
    private void UpdateConsent(Instant now, SendBatch output)
    {
        var maySend = sender is not null && ice.HasConsent(now);
        if (maySend == CanSend || IsClosed)
            return;
        if (maySend)
            OnWritable(now, output);
        else
            SetWritable(now, false, output);
    }

    /// <summary>The remote's first authentic packet proves that it has finished too: OpenSSL's state is of no more use.</summary>
    private void ConfirmRemote()
    {
        if (isRemoteConfirmed)
            return;
        isRemoteConfirmed = true;
        dtls?.ReleaseHandshakeState();
    }
}
