using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Links;
using Broadcast.Api.Moderation;
using Broadcast.Api.People;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Audiences;
using Broadcast.Api.Signaling.Connections;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Primitives;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Signaling;

/// <summary>
/// The calls of the stage hub (docs/protocol.md). Thin: finds the caller's seat. What is about receiving is done in this process, what
/// is about the stage is asked of the webinar's grain.
/// </summary>
internal sealed class StageHub(
    LocalAudiences audiences, AudienceGroups groups, Stages stages, LinkBook links, LinkConnections connections, Visitors visitors, Moderator moderator,
    IDbContextFactory<BroadcastDb> databases, TimeProvider time) : Hub<IStageClient>
{
    public const string Path = "/hub/stage";

    public override async Task OnConnectedAsync()
    {
        connections.Add(Link, Context);
        // Revoked between the two: by now, a revocation finds the connection.
        if (await links.IsRevokedAsync(Link, Context.ConnectionAborted))
            await connections.EndAsync(Context.ConnectionId, Dismissal.LinkRevoked);
    }

    public async Task<Joined> Join(JoinRequest request) => (await JoinAsync(request.DisplayName, request.Seat, request.Resume)).Joined;

    public async Task<Watching> Watch(WatchRequest request)
    {
        var (audience, viewer, joined) = await JoinAsync(request.DisplayName, request.Seat, request.Resume);
        if (joined.Resumed || joined.RouterRtpCapabilities is null)
            return new Watching(joined, Transport: null, Consumers: [], Unsupported: []);
        var (transport, consumers, unsupported) = await audience.WatchAsync(viewer, request.RtpCapabilities);
        return new Watching(joined, transport, consumers, unsupported);
    }

    public Task<TransportCreated> CreateTransport(CreateTransportRequest request) => Desk.CreateTransportAsync(Caller, request.Direction);

    public Task ConnectTransport(ConnectTransportRequest request) => Desk.ConnectTransportAsync(Caller, request);

    public Task<IceRestart> RestartIce(RestartIceRequest request) => Desk.RestartIceAsync(Caller, request.TransportId);

    public Task CloseTransport(CloseTransportRequest request) => Desk.CloseTransportAsync(Caller, request.TransportId);

    public async Task<Produced> Produce(ProduceRequest request) => new((await Audience.ProduceAsync(Caller, request)).Value);

    public Task PauseProducer(ProducerRequest request) => SetProducerPausedAsync(request.ProducerId, paused: true);

    public Task ResumeProducer(ProducerRequest request) => SetProducerPausedAsync(request.ProducerId, paused: false);

    public Task CloseProducer(ProducerRequest request) => Stage.CloseProducerAsync(Caller.Id, new ProducerId(request.ProducerId));

    public Task<Consumed> Consume(ConsumeRequest request) => Audience.ConsumeAsync(Caller, request);

    public Task ResumeConsumer(ConsumerRequest request) => Desk.SetConsumerPausedAsync(Caller, request.ConsumerId, paused: false);

    public Task PauseConsumer(ConsumerRequest request) => Desk.SetConsumerPausedAsync(Caller, request.ConsumerId, paused: true);

    public Task SetPreferredLayers(PreferredLayersRequest request) => Desk.SetPreferredLayersAsync(Caller, request);

    public Task CloseConsumer(ConsumerRequest request) => Desk.CloseConsumerAsync(Caller, request.ConsumerId);

    public Task ReportQuality(QualityReport report)
    {
        Audience.Note(Caller, report);
        return Task.CompletedTask;
    }

    public Task<ChatMessage> SendChat(SendChatRequest request) => Stage.SendChatAsync(new ChatEntry
    {
        WebinarId = Link.WebinarId,
        ParticipantId = Caller.Id,
        VisitorId = Caller.Visitor?.Id,
        DisplayName = Caller.DisplayName,
        Role = Caller.Role,
        Text = request.Text,
        SentAt = time.GetUtcNow(),
    });

    public Task<StageQuestion> AskQuestion(AskQuestionRequest request) => Stage.AskAsync(new Question
    {
        WebinarId = Link.WebinarId,
        ParticipantId = Caller.Id,
        VisitorId = Caller.Visitor?.Id,
        DisplayName = Caller.DisplayName,
        Role = Caller.Role,
        IsAnonymous = request.IsAnonymous,
        Text = request.Text,
        AskedAt = time.GetUtcNow(),
    });

    public Task<QuestionVotes> VoteQuestion(VoteRequest request) =>
        Stage.VoteAsync(new Vote(request.Id, Vote.VoterOf(Caller.Id, Caller.Visitor?.Id), request.IsFor));

    public Task<MyQuestions> MyQuestions(MyQuestionsRequest request) =>
        new QuestionLog(Link.WebinarId, databases).MineAsync(Caller.Id, Caller.Visitor?.Id, request.Most);

    public Task ShowQuestion(QuestionRequest request)
    {
        _ = Presenter;
        return Stage.ShowQuestionAsync(request.Id);
    }

    public Task AnswerQuestion(AnswerQuestionRequest request) => Stage.AnswerQuestionAsync(request.Id, request.Text, Presenter.Name!);

    public Task DismissQuestion(QuestionRequest request) => moderator.DismissQuestionAsync(Link.WebinarId, request.Id, Presenter);

    public Task RemoveChat(ChatRemoval request) => moderator.RemoveMessageAsync(Link.WebinarId, request.Id, Presenter);

    public Task RemovePerson(PersonRequest request)
    {
        var by = Presenter;
        if (request.ParticipantId == Caller.Id.Value)
            throw new StageException(StageErrorCode.Conflict, "You cannot remove yourself. Leave instead.");
        return moderator.RemovePersonAsync(Link.WebinarId, new(request.ParticipantId), by);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context);
        return Seated is var (audience, participant) ? audience.LeaveAsync(participant) : Task.CompletedTask;
    }

    private async Task<(LocalAudience Audience, Participant Participant, Joined Joined)> JoinAsync(
        string displayName, string? seat, IReadOnlyList<TransportId>? resume)
    {
        await RequireHeldAsync();
        // Before the snapshot is taken, so that nothing falls between it and the first event.
        await groups.IncludeAsync(Link, Context.ConnectionId);
        try
        {
            return await SitDownAsync(displayName, seat, resume);
        }
        catch when (ConnectionSeat.Of(Context) is null || !connections.Holds(Context))
        {
            // Who is not let in hears nothing.
            await groups.ExcludeAsync(Link.WebinarId, Context.ConnectionId);
            throw;
        }
    }

    private async Task<(LocalAudience Audience, Participant Participant, Joined Joined)> SitDownAsync(
        string displayName, string? secret, IReadOnlyList<TransportId>? resume)
    {
        var guest = new Guest(Link, Context.ConnectionId, visitors.Of(Context.GetHttpContext()!));
        var (audience, participant, joined) = await audiences.JoinAsync(guest, displayName, secret, resume);
        var previous = ConnectionSeat.Of(Context);
        ConnectionSeat.Take(Context, new Seat(Link.WebinarId, participant.Id, participant.Role));
        if (!connections.Holds(Context))
        {
            // Ended while it joined, before there was a seat to find.
            await audience.RemoveAsync(participant);
            await RequireHeldAsync();
        }
        GuestConnection.Of(Context).Joined();
        // Another seat than this one; the same was given up by taking it again.
        if (previous is not null && previous.Participant != participant.Id)
            await audiences.RemoveAsync(previous, Context.ConnectionId);
        return (audience, participant, joined);
    }

    /// <summary>Another process may have taken the link back.</summary>
    private async Task RequireHeldAsync()
    {
        if (!connections.Holds(Context) || await links.IsRevokedAsync(Link, Context.ConnectionAborted))
            throw new StageException(StageErrorCode.Forbidden, "This connection has ended.");
    }

    private Task SetProducerPausedAsync(string producerId, bool paused) =>
        Stage.SetProducerPausedAsync(Caller.Id, new ProducerId(producerId), paused);

    private StageLink Link => Context.User!.ToStageLink();

    /// <summary>The caller, who must be a presenter.</summary>
    private AuditActor Presenter => Caller.Role == StageRole.Presenter
        ? new AuditActor(Caller.DisplayName, Caller.Visitor?.Address)
        : throw new StageException(StageErrorCode.Forbidden, "Only presenters can do this.");

    private IWebinarGrain Stage => stages[Link.WebinarId];

    private LocalAudience Audience => Here.Audience;

    private Participant Caller => Here.Participant;

    private MediaDesk Desk => Here.Audience.Desk;

    private (LocalAudience Audience, Participant Participant) Here =>
        Seated ?? throw (ConnectionSeat.Of(Context) is null
            ? new StageException(StageErrorCode.NotJoined, "Join first.")
            : new StageException(StageErrorCode.NotJoined, "You are not in the webinar any more; join again."));

    private (LocalAudience Audience, Participant Participant)? Seated =>
        ConnectionSeat.Of(Context) is { } seat ? audiences.Find(seat, Context.ConnectionId) : null;
}
