using Broadcast.Api.Signaling.Connections;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Sfu.Control.Parameters;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling.Checks;

/// <summary>
/// The calls of the check hub (docs/protocol.md), by which a page tries its way to the media node before there is a webinar. Open to
/// everybody, so there is little to have: one router for each connection, which is cut after a minute as one that never joined.
/// </summary>
internal sealed class CheckHub(Checks checks) : Hub
{
    public const string Path = "/hub/check";

    public async Task<RtpCapabilities> Begin()
    {
        var check = await checks.OpenAsync(Context.ConnectionId, GuestConnection.Of(Context).Origin.Address);
        return check.RtpCapabilities;
    }

    public Task<TransportCreated> CreateTransport(CreateTransportRequest request) => Check.CreateTransportAsync();

    public Task ConnectTransport(ConnectTransportRequest request) => Check.ConnectTransportAsync(request);

    public Task<Produced> Produce(ProduceRequest request) => Check.ProduceAsync(request);

    public Task<Consumed> Consume(ConsumeRequest request) => Check.ConsumeAsync(request);

    public override Task OnDisconnectedAsync(Exception? exception) => checks.CloseAsync(Context.ConnectionId);

    private Check Check => checks.Find(Context.ConnectionId);
}
