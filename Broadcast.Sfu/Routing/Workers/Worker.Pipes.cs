using System.Net;
using System.Security.Cryptography;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Transports;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Routing.Workers;

/// <summary>Requests about pipes to other routers: within the node, and to other nodes.</summary>
public sealed partial class Worker
{
    private ControlResponse Create(CreatePipeTransport request)
    {
        var fingerprint = RequestFingerprint.Of(request);
        if (AnswerWithoutCreating(request.Router, request.Transport, fingerprint, out var router) is { } answer)
            return answer;
        var place = router.Place(request.Transport, fingerprint);
        if (!request.Network)
            return router.Add(new WorkerPipeTransport(place, pipeEnds, pipes));
        return pipePort.TryOpen()
            ? router.Add(new NodePipeTransport(place, pipePort))
            : new ControlError(ControlErrorCode.ResourceExhausted, $"The port for pipes, {Options.PipePort} on '{Options.PipeListenIp}', cannot be opened.");
    }

    private ControlResponse Connect(Instant now, ConnectPipeTransport request, SendBatch output)
    {
        if (!TryFind<PipeTransport>(request.Transport, "pipe", out var transport, out var error))
            return error;
        if (transport.ConnectedBy is { } known && (known == request || known.Peer != request.Peer))
            return known == request ? Accepted.Instance : Refusal.Taken(request.Transport);
        return transport is NodePipeTransport pipe ? Connect(now, request, pipe, output) : Connect(now, request, (WorkerPipeTransport)transport, output);
    }

    private static ControlResponse Connect(Instant now, ConnectPipeTransport request, WorkerPipeTransport pipe, SendBatch output)
    {
        if (request.Address is not null)
            return Refusal.Invalid($"address does not belong here: transport '{pipe.Id}' is a pipe within the node.");
        if (request.Peer == request.Transport)
            return Refusal.Invalid($"peer '{request.Peer}' is not the id of another transport.");
        pipe.Connect(now, request, output);
        return Accepted.Instance;
    }

    private static ControlResponse Connect(Instant now, ConnectPipeTransport request, NodePipeTransport pipe, SendBatch output)
    {
        if (request.Address is not { } address)
            return Refusal.Invalid($"address is missing: transport '{pipe.Id}' is a pipe to another node.");
        if (!IPAddress.TryParse(address.Ip, out var ip) || !IsHost(ip))
            return Refusal.Invalid($"address.ip '{address.Ip}' is not the address of a host.");
        Span<byte> secret = stackalloc byte[SrtpProfileExtensions.KeyLength + SrtpProfile.AeadAes128Gcm.SaltLength()];
        if (!Convert.TryFromBase64String(address.Key, secret, out var length) || length != secret.Length)
            return Refusal.Invalid($"address.key is not base64 of {secret.Length} bytes.");
        if (!pipe.TryUseKey(secret))
            return new ControlError(ControlErrorCode.Conflict, $"The key of '{address}' was in use before: no key is used twice.");
        using var key = new SrtpMasterKey(SrtpProfile.AeadAes128Gcm, secret[..SrtpProfileExtensions.KeyLength], secret[SrtpProfileExtensions.KeyLength..]);
        CryptographicOperations.ZeroMemory(secret);
        pipe.Connect(now, request, TransportTuple.From(new IPEndPoint(ip, address.Port)), key, output);
        return Accepted.Instance;
    }

    private ControlResponse Renew(RenewPipeKey request) =>
        TryFind<NodePipeTransport>(request.Transport, "network pipe", out var pipe, out var error) ? pipe.RenewKey() : error;

    private static bool IsHost(IPAddress ip) =>
        !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) && !ip.Equals(IPAddress.Broadcast) && !ip.IsIPv6Multicast
        && !(ip.MapToIPv6().IsIPv4MappedToIPv6 && ip.MapToIPv4().GetAddressBytes()[0] is >= 224 and <= 239);
}
