using Broadcast.Api.Chat;
using Broadcast.Api.Links;
using Broadcast.Api.Signaling.Connections;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling;

/// <summary>The calls of the stage hub (docs/protocol.md). Thin: finds the caller's participant and asks the stage.</summary>
public sealed class StageHub(Stages stages) : Hub<IStageClient>
{
    public const string Path = "/hub/stage";

    public async Task<Joined> Join(JoinRequest request)
    {
        var link = Context.User!.ToStageLink();
        // Before the snapshot is taken, so that nothing falls between it and the first event.
        await Groups.AddToGroupAsync(Context.ConnectionId, link.WebinarId);
        try
        {
            return await SitDownAsync(link, request);
        }
        catch when (Seat.Of(Context) is null)
        {
            // Who is not let in hears nothing.
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, link.WebinarId);
            throw;
        }
    }

    async Task<Joined> SitDownAsync(StageLink link, JoinRequest request)
    {
        var (seat, joined) = await stages.JoinAsync(link, Context.ConnectionId, request.DisplayName, request.Seat, Context.ConnectionAborted);
        var previous = Seat.Of(Context);
        seat.Take(Context);
        GuestConnection.Of(Context).Joined();
        // Another seat than this one; the same was given up by taking it again.
        if (previous is not null)
            await previous.Stage.RemoveAsync(previous.Participant);
        return joined;
    }

    public Task<TransportCreated> CreateTransport(CreateTransportRequest request) =>
        Stage.CreateTransportAsync(Caller, request.Direction, Context.ConnectionAborted);

    public Task ConnectTransport(ConnectTransportRequest request) =>
        Stage.ConnectTransportAsync(Caller, request, Context.ConnectionAborted);

    public Task<IceRestart> RestartIce(RestartIceRequest request) =>
        Stage.RestartIceAsync(Caller, request.TransportId, Context.ConnectionAborted);

    public Task<Produced> Produce(ProduceRequest request) => Stage.ProduceAsync(Caller, request, Context.ConnectionAborted);

    public Task PauseProducer(ProducerRequest request) =>
        Stage.SetProducerPausedAsync(Caller, request.ProducerId, paused: true, Context.ConnectionAborted);

    public Task ResumeProducer(ProducerRequest request) =>
        Stage.SetProducerPausedAsync(Caller, request.ProducerId, paused: false, Context.ConnectionAborted);

    public Task CloseProducer(ProducerRequest request) =>
        Stage.CloseProducerAsync(Caller, request.ProducerId, Context.ConnectionAborted);

    public Task<Consumed> Consume(ConsumeRequest request) => Stage.ConsumeAsync(Caller, request, Context.ConnectionAborted);

    public Task ResumeConsumer(ConsumerRequest request) =>
        Stage.SetConsumerPausedAsync(Caller, request.ConsumerId, paused: false, Context.ConnectionAborted);

    public Task PauseConsumer(ConsumerRequest request) =>
        Stage.SetConsumerPausedAsync(Caller, request.ConsumerId, paused: true, Context.ConnectionAborted);

    public Task CloseConsumer(ConsumerRequest request) =>
        Stage.CloseConsumerAsync(Caller, request.ConsumerId, Context.ConnectionAborted);

    public Task<ChatMessage> SendChat(SendChatRequest request) => Stage.SendChatAsync(Caller, request.Text, Context.ConnectionAborted);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Seat.Of(Context) is { } seat)
            seat.Stage.Leave(seat.Participant);
        return Task.CompletedTask;
    }

    WebinarStage Stage => Seated.Stage;
    Participant Caller => Seated.Participant;

    Seat Seated
    {
        get
        {
            var seat = Seat.Of(Context) ?? throw new StageException(StageErrorCode.NotJoined, "Join first.");
            seat.Stage.RequireSeated(seat.Participant);
            return seat;
        }
    }
}
