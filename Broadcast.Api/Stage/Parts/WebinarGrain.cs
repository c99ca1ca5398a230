using Broadcast.Api.Audit;
using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Api.Nodes;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Broadcast.Api.Stage.Parts;

/// <inheritdoc cref="IWebinarGrain"/>
/// <remarks>
/// Thin: each thing that is looked after is a part. Calls do not wait for one another, since what they wait for themselves (the database,
/// the media node) may hang; everything runs on one thread, and is consistent wherever it waits.
/// </remarks>
[Reentrant]
[PreferLocalPlacement]
internal sealed partial class WebinarGrain(StageServices services) : Grain, IWebinarGrain, IIncomingGrainCallFilter
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private Task? loading;
    private IGrainTimer? beat;
    private StageBoard board = null!;
    private RosterPart roster = null!;
    private ProducersPart producers = null!;
    private LayersPart layers = null!;
    private StandInsPart standIns = null!;
    private RecordingPart recording = null!;
    private CascadePart cascade = null!;
    private ChatPart chat = null!;
    private QuestionsPart questions = null!;
    private VotesPart votes = null!;
    private ModerationPart moderation = null!;
    private LifecyclePart lifecycle = null!;
    private HealthPart health = null!;
    private TreePart tree = null!;
    private IStagePart[] parts = [];

    private WebinarId Id => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        services.Here.Add(Id, () => board is { Webinar.State: WebinarState.Live });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        services.Here.Remove(Id);
        return Task.CompletedTask;
    }

    /// <summary>Every call finds the webinar loaded, but for those that are marked.</summary>
    /// <exception cref="StageException">There is no such webinar.</exception>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (!context.ImplementationMethod.IsDefined(typeof(WithoutLoadingAttribute), inherit: false))
            await LoadedAsync();
        await context.Invoke();
    }

    public async Task<StageSnapshot> SubscribeAsync(IAudience audience, AudienceCount count)
    {
        board.Audiences.Add(audience, count);
        await lifecycle.OpenAsync();
        await CountAsync();
        return board.Snapshot;
    }

    public async Task<long?> ReportAsync(AudienceReport report)
    {
        if (!board.Audiences.TryCount(report.Count))
            return null;
        cascade.Watch(report.Count.Audience, report.Nodes);
        await standIns.WantAsync(report.Count.Audience, report.Undecoded);
        await CountAsync();
        if (report.Arrived.Length > 0 && board.Audiences.Counts.Length > 1)
            await board.PublishAsync(new SeatsTaken(report.Count.Audience, report.Arrived));
        return board.Snapshot.Version;
    }

    public async Task UnsubscribeAsync(AudienceId audience)
    {
        await LoseAsync(audience);
        await SettleAsync();
    }

    public async Task<StageSnapshot> OpenAsync()
    {
        await lifecycle.OpenAsync();
        return board.Snapshot;
    }

    public Task<StagePlace> ReachAsync(NodeId node) => cascade.ReachAsync(node);

    public async Task<StageSnapshot> EnterAsync(Presenter presenter)
    {
        if (presenter.IsResumed)
            await Task.WhenAll(layers.TellAgainAsync(presenter.Id), standIns.TellAgainAsync(presenter.Id));
        else
            await producers.CloseAllAsync(presenter.Id);
        roster.Enter(presenter);
        await SettleAsync();
        await lifecycle.OpenAsync();
        return board.Snapshot;
    }

    public Task AwayAsync(ParticipantId presenter, AudienceId audience)
    {
        roster.StepAway(presenter, audience);
        return Task.CompletedTask;
    }

    public async Task LeaveAsync(ParticipantId presenter, AudienceId audience)
    {
        if (roster.Leave(presenter, audience))
            await producers.CloseAllAsync(presenter);
    }

    public async Task<ProducerId> ProduceAsync(ParticipantId presenter, ProduceRequest request)
    {
        var by = roster.Require(presenter);
        if (request.StandInFor is { } original)
        {
            var standIn = await standIns.ProduceAsync(by, new ProducerId(original), request);
            await SettleAsync();
            return standIn;
        }
        var producer = await producers.CarryAsync(by, request);
        try
        {
            // They may have left meanwhile.
            roster.Require(presenter);
            await lifecycle.StartAsync(new AuditActor(by.DisplayName, Address: null));
        }
        catch
        {
            await producers.DropAsync([producer]);
            throw;
        }
        await SettleAsync();
        await producers.ShowAsync(producer);
        return producer;
    }

    public async Task SetProducerPausedAsync(ParticipantId presenter, ProducerId producer, bool paused)
    {
        if (!await producers.SetPausedAsync(presenter, producer, paused))
            return;
        await standIns.FollowPauseAsync(producer);
        recording.Note(new ProducerPauseChanged(producer.Value, paused));
        await SettleAsync();
        await producers.ShowAsync(producer);
    }

    public Task CloseProducerAsync(ParticipantId presenter, ProducerId producer) =>
        standIns.IsOne(presenter, producer) ? standIns.CloseAsync(producer) : producers.CloseAsync(presenter, producer);

    public Task<ChatMessage> SendChatAsync(ChatEntry entry) => chat.SendAsync(entry);

    public Task<ChatEntry> RemoveChatAsync(string messageId, string by) => chat.RemoveAsync(messageId, by);

    public Task<StageQuestion> AskAsync(Question question) => questions.AskAsync(question);

    public Task<QuestionVotes> VoteAsync(Vote vote) => votes.VoteAsync(vote);

    public Task ShowQuestionAsync(string questionId) => questions.ShowAsync(questionId);

    public Task AnswerQuestionAsync(string questionId, string? text, string by) => questions.AnswerAsync(questionId, text, by);

    public Task<Question> DismissQuestionAsync(string questionId, string by) => questions.DismissAsync(questionId, by);

    public async Task<Removal> KeepOutAsync(ParticipantId participant, string by)
    {
        var removal = await moderation.KeepOutAsync(participant, by);
        await RemoveAsync(participant);
        return removal;
    }

    public Task<Removal?> LetInAsync(string removalId) => moderation.LetInAsync(removalId);

    public Task<WebinarPeople> PeopleAsync() => moderation.ListAsync();

    public Task RevokeLinksAsync(LinksRevoked revoked) => board.PublishAsync(revoked);

    public Task StartAsync(AuditActor by) => lifecycle.StartAsync(by);

    public Task EndAsync(AuditActor by) => lifecycle.EndAsync(by);

    public Task ControlRecordingAsync(RecordingControl control) => lifecycle.ControlRecordingAsync(control);

    public async Task MarkRecordingAsync(string label)
    {
        recording.RequireOpen();
        recording.Note(new MarkerSet(label));
        await SettleAsync();
    }

    [WithoutLoading]
    public Task CloseRecordingAsync() => loading is null ? Task.CompletedTask : lifecycle.CloseRecordingAsync();

    [WithoutLoading]
    public Task RefreshAsync() => loading is null ? Task.CompletedTask : board.RefreshAsync();

    [WithoutLoading]
    public async Task<StageReport> DescribeAsync()
    {
        if (loading is null)
            return StageReport.Nobody;
        await LoadedAsync();
        foreach (var count in await board.Audiences.AskAsync(audience => audience.CountAsync()))
            board.Audiences.TryCount(count);
        return new StageReport(board.Audiences.Counts.Sum(each => each.Viewers), roster.Unattended, recording.Status);
    }

    public Task<WebinarHealth> HealthAsync() => Task.FromResult(health.Health);

    public Task<WebinarTree> TreeAsync() => tree.DescribeAsync();

    public Task<PersonQuality> PersonQualityAsync(ParticipantId participant) => health.OfAsync(participant);

    public Task WakeAsync() => Task.CompletedTask;

    public async Task OnNotificationAsync(WorkerNotification notification)
    {
        foreach (var part in parts)
            await part.OnNotificationAsync(notification);
    }

    /// <exception cref="StageException">There is no such webinar.</exception>
    private async Task LoadedAsync()
    {
        try
        {
            await (loading ??= LoadAsync());
        }
        catch
        {
            loading = null;
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task LoadAsync()
    {
        Assemble();
        await board.LoadAsync();
        foreach (var part in parts)
            await part.LoadAsync();
        beat ??= this.RegisterGrainTimer(BeatAsync, new GrainTimerCreationOptions(Beat, Beat) { Interleave = true, KeepAlive = true });
    }

    private void Assemble()
    {
        var log = new ChatLog(Id, services.Databases);
        var asked = new QuestionLog(Id, services.Databases);
        var node = new StageNode(GrainFactory);
        board = new StageBoard(Id, services);
        var router = new RouterPart(board, node, GrainFactory, OnMediaLost, services);
        roster = new RosterPart(board, services);
        layers = new LayersPart(board);
        producers = new ProducersPart(board, node, layers, FollowAsync, () => cascade.SettleAsync(), services);
        cascade = new CascadePart(board, router, producers, GrainFactory, services);
        standIns = new StandInsPart(board, node, producers, layers, services);
        recording = new RecordingPart(board, router, producers, node, SettleAsync, services);
        chat = new ChatPart(board, log, services);
        questions = new QuestionsPart(board, asked, services);
        votes = new VotesPart(board, asked, services);
        moderation = new ModerationPart(board, new RemovedPeople(Id, services.Databases), log, asked, services);
        var memory = new MemoryPart(board, node, roster, producers, standIns, recording, cascade, services);
        lifecycle = new LifecyclePart(board, router, roster, recording, memory, services);
        health = new HealthPart(board, GrainFactory, services);
        tree = new TreePart(board, cascade, GrainFactory, services);
        var departure = new DeparturePart(board, router, cascade, GrainFactory, services);
        parts = [router, cascade, departure, roster, producers, standIns, layers, recording, chat, questions, votes, moderation, memory, lifecycle, health, tree];
    }

    private async Task BeatAsync()
    {
        foreach (var audience in board.Audiences.Beat())
            await LoseAsync(audience);
        foreach (var presenter in roster.Lost)
            await RemoveAsync(presenter);
        foreach (var part in parts)
            await part.OnBeatAsync();
        if (!lifecycle.IsNeeded)
            DeactivateOnIdle();
    }

    private async Task RemoveAsync(ParticipantId presenter)
    {
        if (roster.Remove(presenter))
            await producers.CloseAllAsync(presenter);
    }

    private Task SettleAsync() => lifecycle.SettleAsync();

    private async Task FollowAsync()
    {
        await standIns.SettleAsync();
        await SettleAsync();
    }

    private void OnMediaLost(string? reason)
    {
        foreach (var part in parts)
            part.OnMediaLost(reason);
        // Opens the next one, if one is needed.
        _ = SettleAsync();
    }

    private async Task LoseAsync(AudienceId audience)
    {
        if (!board.Audiences.Remove(audience))
            return;
        foreach (var part in parts)
            part.OnAudienceLost(audience);
        await CountAsync();
    }

    private Task CountAsync() => board.Audiences.Counts is var counts && counts.SequenceEqual(board.Snapshot.Audiences)
        ? Task.CompletedTask
        : board.PublishAsync(new AudiencesCounted(counts));
}
