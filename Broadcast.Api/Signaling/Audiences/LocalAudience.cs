using System.Collections.Immutable;
using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>
/// Those in one webinar who are connected to this process. It knows the stage by what the webinar's grain tells it, lets people in by
/// itself, and says once a second how many they are.
/// </summary>
internal sealed partial class LocalAudience : IAudience, IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly AudienceId id = new(Data.NewId.Create());
    private readonly AudienceServices services;
    private readonly Action<LocalAudience> closed;
    private readonly Seats seats;
    private readonly AudienceVoice voice;
    private readonly AudienceTeller teller;
    private readonly ITimer heartbeat;
    private readonly Arrivals arrivals = new();
    private readonly IAudience self;
    private readonly StageFeed feed;
    private volatile bool isOver;
    private volatile bool isStopping;

    /// <summary>Pictures of which somebody here needs a stand-in, as the grain knows it.</summary>
    private volatile ImmutableHashSet<ProducerId> toldStandIns = [];
    private int isReporting;
    private int isReportAsked;

    private LocalAudience(WebinarId webinar, AudienceServices services, Action<LocalAudience> closed)
    {
        Webinar = webinar;
        this.services = services;
        this.closed = closed;
        seats = new Seats(id);
        feed = new StageFeed(OnChange);
        voice = new AudienceVoice(webinar, services.Groups, services.Logger);
        teller = new AudienceTeller(voice, seats, () => feed.Current, services.Time);
        Desk = new MediaDesk(() => feed.Current, new Placing(webinar, () => feed.Current, services), services);
        self = services.Grains.CreateObjectReference<IAudience>(this);
        heartbeat = services.Time.CreateTimer(_ => OnBeat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public WebinarId Webinar { get; }

    public AudienceCount Count => seats.Count();

    /// <summary>Where its people get their transports and consumers.</summary>
    public MediaDesk Desk { get; }

    private IWebinarGrain Stage => services.Stages[Webinar];

    /// <exception cref="StageException">There is no such webinar, or no media node for it.</exception>
    public static async Task<LocalAudience> OpenAsync(WebinarId webinar, AudienceServices services, Action<LocalAudience> closed)
    {
        var audience = new LocalAudience(webinar, services, closed);
        try
        {
            audience.feed.Begin(await services.Stages.AskAsync(webinar, stage => stage.SubscribeAsync(audience.self, audience.Count)));
        }
        catch
        {
            audience.Dispose();
            throw;
        }
        audience.heartbeat.Change(ReportInterval, ReportInterval);
        return audience;
    }

    /// <summary>Lets somebody in; who had the seat before, such as the same page before it was reloaded, leaves first.</summary>
    /// <param name="resume">Transports that they have and want to keep; null for none.</param>
    /// <returns>Null if the audience is over and another must be opened.</returns>
    /// <exception cref="StageException">They were removed and are kept out, there is no room, or the media node is out of reach.</exception>
    public async Task<Joined?> TryJoinAsync(Participant arriving, IReadOnlyCollection<TransportId>? resume)
    {
        await RequireRouterAsync();
        if (!seats.TryTake(arriving, count => Admit(arriving, count), out var previous))
            return null;
        var kept = resume is { Count: > 0 } ? await KeptAsync(arriving, previous, resume) : null;
        var resumed = kept is not null;
        arriving.Media = kept ?? arriving.Media;
        arriving.Quality = previous?.Quality ?? arriving.Quality;
        if (previous is not null)
            await GiveUpAsync(previous, arriving, resumed);
        arrivals.Add(new ArrivedSeat(arriving.Id, resumed));
        var stage = arriving.Role == StageRole.Presenter ? await EnterAsync(arriving, resumed) : feed.Current;
        teller.OnCounted();
        return JoinedOf(arriving, stage, resumed);
    }

    /// <returns>Null if they have no seat here.</returns>
    public Participant? Find(ParticipantId participant) => seats.Find(participant);

    /// <summary>The connection is lost. Media goes on until the grace is over or the seat is taken again.</summary>
    public async Task LeaveAsync(Participant participant)
    {
        if (!seats.StepAway(participant))
            return;
        teller.OnCounted();
        if (participant.Role == StageRole.Presenter)
            await TellStageAsync(stage => stage.AwayAsync(participant.Id, id));
        participant.Grace = services.Time.CreateTimer(_ => _ = RemoveAsync(participant), null, StageLimits.Grace, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a participant off the stage at once, with everything they hold on the media node.</summary>
    public async Task RemoveAsync(Participant participant)
    {
        if (!seats.Remove(participant))
            return;
        participant.Grace?.Dispose();
        teller.OnCounted();
        if (participant.Role == StageRole.Presenter)
            await TellStageAsync(stage => stage.LeaveAsync(participant.Id, id));
        await TryClearAsync(participant.Media);
        await CloseIfEmptyAsync();
    }

    /// <summary>Has the webinar's grain put media on the stage.</summary>
    public Task<ProducerId> ProduceAsync(Participant presenter, ProduceRequest request)
    {
        MediaDesk.RequirePresenter(presenter);
        if (feed.Current.Webinar.State == WebinarState.Ended)
            throw new StageException(StageErrorCode.Conflict, "The webinar has ended.");
        presenter.Media.Transport(request.TransportId, TransportDirection.Send);
        return Stage.ProduceAsync(presenter.Id, request);
    }

    public async Task<Watched> WatchAsync(Participant viewer, RtpCapabilities capabilities)
    {
        try
        {
            return await Desk.WatchAsync(viewer, capabilities);
        }
        finally
        {
            OnPictures(viewer);
        }
    }

    public async Task<Consumed> ConsumeAsync(Participant viewer, ConsumeRequest request)
    {
        try
        {
            return await Desk.ConsumeAsync(viewer, request, paused: true);
        }
        finally
        {
            OnPictures(viewer);
        }
    }

    /// <summary>Takes note of how media goes at somebody's browser, unless it says so too often.</summary>
    public void Note(Participant participant, QualityReport report)
    {
        if (participant.Quality.TryAdd(report, participant.Role, participant.Media.IsHeldBack, services.Time.GetUtcNow()))
            services.Quality.Reported(report);
        else
            services.Quality.Dropped();
    }

    public void Dispose()
    {
        isOver = true;
        heartbeat.Dispose();
        teller.Dispose();
        services.Grains.DeleteObjectReference<IAudience>(self);
    }

    /// <summary>An audience that nobody is in is over.</summary>
    public async Task CloseIfEmptyAsync()
    {
        if (!seats.TryClose())
            return;
        closed(this);
        Dispose();
        await TellStageAsync(stage => stage.UnsubscribeAsync(id));
    }

    private async Task RequireRouterAsync()
    {
        if (feed.Current is { Router: null, Webinar.State: not WebinarState.Ended })
            feed.CatchUp(await services.Stages.AskAsync(Webinar, stage => stage.OpenAsync()));
    }

    /// <returns>What they keep, from this process or another one; null if not all that they want to keep is there.</returns>
    private async Task<HeldMedia?> KeptAsync(Participant arriving, Participant? previous, IReadOnlyCollection<TransportId> resume) =>
        previous?.Media.Holds(resume) == true ? previous.Media
        : feed.Current.Router is null ? null
        : await Desk.AdoptAsync(arriving.Id, resume);

    private void Admit(Participant arriving, Seats.SeatCount count)
    {
        var stage = feed.Current;
        // Here, so that whoever is removed at this moment is either refused or found in a seat.
        var arrival = new Arrival(arriving.Id, arriving.DisplayName, arriving.Link.LinkId, arriving.Visitor);
        if (stage.KeptOut.Any(removal => arrival.IsKeptOutBy(removal, services.Time.GetUtcNow(), services.Moderation.Value.NewcomerHold)))
            throw new StageException(StageErrorCode.Removed, "You were removed from this webinar.");
        var limits = services.Limits.Value;
        // Viewers cannot take the last places, so that presenters always get in.
        var places = limits.ParticipantsPerWebinar - (arriving.Role == StageRole.Viewer ? limits.ReservedForPresenters : 0);
        if (count.IsNew && stage.With(new AudienceCount(id, count.Participants, 0, 0)).Participants >= places)
            throw new StageException(StageErrorCode.WebinarFull, "The webinar is full. Try again in a minute.");
    }

    /// <summary>The former holder of a seat lets go of it, and of all media that is not kept.</summary>
    private async Task GiveUpAsync(Participant previous, Participant arriving, bool resumed)
    {
        previous.Grace?.Dispose();
        if (!resumed)
            await TryClearAsync(previous.Media);
        if (previous.ConnectionId is { } connection && connection != arriving.ConnectionId)
            await DismissAsync(connection);
    }

    /// <summary>A connection whose seat was taken from another one hears nothing of the webinar any more.</summary>
    private Task DismissAsync(string connection)
    {
        voice.Tell(connection, each => each.Dismissed(Dismissal.SeatTaken));
        return services.Groups.ExcludeAsync(Webinar, connection);
    }

    private async Task<StageSnapshot> EnterAsync(Participant presenter, bool resumed)
    {
        try
        {
            return await services.Stages.AskAsync(Webinar, stage => stage.EnterAsync(new Presenter(presenter.Id, presenter.DisplayName, id, resumed)));
        }
        catch
        {
            // Media that they kept goes on until they come again: the grain may be on its way to another process.
            await (resumed ? LeaveAsync(presenter) : RemoveAsync(presenter));
            throw;
        }
    }

    private Joined JoinedOf(Participant arriving, StageSnapshot stage, bool resumed)
    {
        var isPresenter = arriving.Role == StageRole.Presenter;
        var count = stage.With(seats.Count(isPresenter ? services.Time.GetUtcNow() : null));
        return new Joined(
            arriving.Id, arriving.Role, stage.Webinar, stage.Router?.RtpCapabilities, stage.Producers, count.Viewers, stage.Chat.ToMessages(),
            stage.Questions.VisibleTo(arriving.Role),
            isPresenter ? stage.Recording : null, isPresenter ? count.WithoutPicture : 0, resumed);
    }

    private Task TryClearAsync(HeldMedia media) => feed.Current.Router is null ? Task.CompletedTask : Desk.ClearAsync(media);

    private async Task TellStageAsync(Func<IWebinarGrain, Task> tell)
    {
        try
        {
            await tell(Stage);
        }
        catch (Exception failure)
        {
            // It counts who reports, and forgets who does not.
            LogNotTold(services.Logger, Webinar, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The stage of webinar {Webinar} could not be told that somebody left")]
    private static partial void LogNotTold(ILogger logger, WebinarId webinar, Exception failure);
}
