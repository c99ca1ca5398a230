using Broadcast.Api.Audit;
using Broadcast.Api.Chat;
using Broadcast.Api.Links;
using Broadcast.Api.Moderation;
using Broadcast.Api.Signaling.Connections;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling;

/// <summary>The calls of the stage hub (docs/protocol.md). Thin: finds the caller's participant and asks the stage.</summary>
public sealed class StageHub(Stages stages, LinkBook links, LinkConnections connections, Visitors visitors, Moderator moderator) : Hub<IStageClient>
{
    public const string Path = "/hub/stage";

    public override async Task OnConnectedAsync()
    {
        connections.Add(Link, Context);
        // Revoked between the two: by now, a revocation finds the connection.
        if (await links.IsRevokedAsync(Link, Context.ConnectionAborted))
            await connections.EndAsync(Context.ConnectionId, Dismissal.LinkRevoked);
    }

    public async Task<Joined> Join(JoinRequest request)
    {
        RequireHeld();
        var webinarId = Link.WebinarId;
        // Before the snapshot is taken, so that nothing falls between it and the first event.
        await Groups.AddToGroupAsync(Context.ConnectionId, webinarId);
        try
        {
            return await SitDownAsync(request);
        }
        catch when (Seat.Of(Context) is null || !connections.Holds(Context))
        {
            // Who is not let in hears nothing.
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, webinarId);
            throw;
        }
    }

    async Task<Joined> SitDownAsync(JoinRequest request)
    {
        var guest = new Guest(Link, Context.ConnectionId, visitors.Of(Context.GetHttpContext()!));
        var (seat, joined) = await stages.JoinAsync(guest, request.DisplayName, request.Seat, Context.ConnectionAborted);
        var previous = Seat.Of(Context);
        seat.Take(Context);
        if (!connections.Holds(Context))
        {
            // Ended while it joined, before there was a seat to find.
            await seat.Stage.RemoveAsync(seat.Participant);
            RequireHeld();
        }
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

    public Task RemoveChat(ChatRemoval request) => moderator.RemoveMessageAsync(Link.WebinarId, request.Id, Presenter, Context.ConnectionAborted);

    public Task RemovePerson(PersonRequest request)
    {
        var by = Presenter;
        if (request.ParticipantId == Caller.Id)
            throw new StageException(StageErrorCode.Conflict, "You cannot remove yourself. Leave instead.");
        return moderator.RemovePersonAsync(Link.WebinarId, request.ParticipantId, by, Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context);
        if (Seat.Of(Context) is { } seat)
            seat.Stage.Leave(seat.Participant);
        return Task.CompletedTask;
    }

    void RequireHeld()
    {
        if (!connections.Holds(Context))
            throw new StageException(StageErrorCode.Forbidden, "This connection has ended.");
    }

    StageLink Link => Context.User!.ToStageLink();

    /// <summary>The caller, who must be a presenter.</summary>
    AuditActor Presenter => Caller.Role == StageRole.Presenter
        ? new AuditActor(Caller.DisplayName, Caller.Visitor?.Address)
        : throw new StageException(StageErrorCode.Forbidden, "Only presenters can remove people and messages.");

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
