using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Routing;

/// <summary>The handshake's course: it begins when signalling and ICE are both there, and ends in keys or in the end of the transport.</summary>
internal sealed partial class WebRtcTransport
{
    private void StartDtls(Instant now, SendBatch output)
    {
        if (isStarted || dtls is null || ice.SelectedTuple is null)
            return;
        isStarted = true;
        dtls.Start(now, Destination, output);
        OnDtlsProgress(now, output);
    }

    private void OnDtlsProgress(Instant now, SendBatch output)
    {
        if (dtls!.State != dtlsState)
        {
            dtlsState = dtls.State;
            Context.Notify(new DtlsStateChanged(Id, dtlsState));
            if (dtlsState == DtlsState.Connected)
                TakeKeys(now, output);
        }
        if (dtlsState == DtlsState.Failed)
            CloseUnasked(now, "DTLS failed", output);
        else if (dtlsState == DtlsState.Closed)
            CloseUnasked(now, "closed by the remote", output);
        else
            UpdateTimer(now);
    }

    private void TakeKeys(Instant now, SendBatch output)
    {
        using var keys = dtls!.TakeSrtpKeys();
        if (keys is null)
            return;
        sender = new SrtpSender(keys.Local);
        receiver = new SrtpReceiver(keys.Remote);
        OnWritable(now, output);
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
