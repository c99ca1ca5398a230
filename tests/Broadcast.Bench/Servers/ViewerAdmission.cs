using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Servers;

/// <summary>
/// Lets one viewer in, in the node's own process: the requests are handed over as records, as the Api does, so that a join is
/// charged with what it costs a node and not with the benchmark's way of asking.
/// </summary>
/// <param name="Router">The webinar's.</param>
/// <param name="Number">Of the viewer.</param>
/// <param name="Producers">What is watched.</param>
/// <param name="Fingerprints">Of the viewer's certificate.</param>
internal sealed record ViewerAdmission(string Router, int Number, IReadOnlyList<ProducerId> Producers, IReadOnlyList<DtlsFingerprint> Fingerprints)
{
    /// <returns>The transport, or the first refusal.</returns>
    public async Task<ControlResponse> CarryOutAsync(IControlChannel channel, RtpCapabilities capabilities)
    {
        var transport = new TransportId($"{Router}-viewer-{Number}");
        var created = await channel.RequestAsync(new CreateWebRtcTransport(new RouterId(Router), transport, ReceiveOnly: true), CancellationToken.None);
        if (created is ControlError)
            return created;
        var remote = new DtlsParameters { Role = DtlsRole.Client, Fingerprints = Fingerprints };
        if (await channel.RequestAsync(new ConnectWebRtcTransport(transport, remote), CancellationToken.None) is ControlError unconnected)
            return unconnected;
        foreach (var producer in Producers)
        {
            var consume = new Consume(transport, new ConsumerId($"{producer}-{Number}"), producer, capabilities);
            if (await channel.RequestAsync(consume, CancellationToken.None) is ControlError refused)
                return refused;
        }
        return created;
    }
}
