using System.Collections.Immutable;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>What passes between the audience and the webinar's grain.</summary>
internal sealed partial class LocalAudience
{
    /// <summary>Over so long those who lost the same node come again.</summary>
    public const int MostScatterMs = 1_000;

    private readonly Random scatter = new();

    public Task UpdateAsync(StageUpdate update)
    {
        if (!feed.TryApply(update))
            _ = ReportAsync();
        return Task.CompletedTask;
    }

    public Task<AudienceCount> CountAsync() => Task.FromResult(CountAll());

    public Task<Attendants> PeopleAsync(int most) => Task.FromResult(new Attendants(
        [.. Attendant.InOrder(seats.All.Select(ToAttendant)).Take(most)]));

    public Task<Attendant?> FindAsync(ParticipantId participant) => Task.FromResult(seats.Find(participant) is { } found ? ToAttendant(found) : null);

    public Task<PersonTimeline?> TimelineAsync(ParticipantId participant) => Task.FromResult(
        seats.Find(participant) is { } found ? new PersonTimeline(found.DisplayName, found.Role, found.Quality.Samples(services.Time.GetUtcNow())) : null);

    public Task<bool> HasAnotherLikeAsync(Attendant person) => Task.FromResult(seats.All.Any(each =>
        each.Id != person.Id && each.Link.LinkId == person.LinkId && each.Visitor?.IsFrom(person.Visitor?.Address) == true));

    /// <summary>Something happened on the stage. Nothing here waits for anybody.</summary>
    private void OnChange(StageChange change, StageSnapshot before)
    {
        switch (change)
        {
            case MediaLost:
                foreach (var participant in seats.All)
                    participant.Media.Clear();
                break;
            case OriginLost(var origin, var reason):
                OnOriginLost(origin, reason, before);
                break;
            case EdgeClosed(var edge, var reason):
                // Neither one that takes no more nor one that leaves is ill.
                if (reason is not null && before.Edges.Contains(edge) && !before.IsLeaving(edge.Node))
                    services.Placement.Lose(edge.Node);
                foreach (var participant in seats.All)
                    OnPlaceLost(participant, edge, reason);
                break;
            case ProducerShown(var producer) when before.Producer(producer.ProducerId)?.StandIn is { } standIn && standIn != producer.StandIn:
                Forget([new(standIn)]);
                break;
            case ProducersGone(var gone):
                Forget([.. gone.SelectMany(each => before.Producer(each.Value)?.Carried() ?? [each])]);
                break;
            case TransportLost(var transport, var reason):
                OnTransportLost(transport, reason);
                break;
            case ConsumerHeldBack(var consumer, var heldBack):
                OnHeldBack(consumer, heldBack);
                break;
            case LayersWanted(var producer, var layer):
                if (HolderOf(producer.Value) is { ConnectionId: { } presenter })
                    voice.Tell(presenter, each => each.WantedLayersChanged(new(producer.Value, layer)));
                break;
            case StandInWanted(var producer, var wanted):
                if (HolderOf(producer.Value) is { ConnectionId: { } sender })
                    voice.Tell(sender, each => each.WantedStandInChanged(new(producer.Value, wanted)));
                break;
            case QuestionTaken(var question, var asker) when before.Questions.Find(question)?.Question.State == QuestionState.Waiting:
                if (seats.Find(asker) is { Role: StageRole.Viewer, ConnectionId: { } who })
                    voice.Tell(who, each => each.QuestionRemoved(new(question)));
                break;
            case KeptOutChanged(var keptOut):
                End(each => keptOut.Any(removal => IsMeant(removal, each)), Dismissal.Removed);
                break;
            case LinksRevoked revoked:
                End(each => revoked.Covers(each.Link), Dismissal.LinkRevoked);
                _ = services.Connections.EndAsync(link => link.WebinarId == Webinar && revoked.Covers(link), Dismissal.LinkRevoked);
                break;
            case SeatsTaken(var by, var taken) when by != id:
                foreach (var seat in taken)
                    _ = GiveUpAsync(seat);
                break;
        }
        teller.Tell(change, before);
    }

    private void Forget(ImmutableArray<ProducerId> gone)
    {
        foreach (var participant in seats.All)
        {
            foreach (var producer in gone)
                participant.Media.Forget(producer);
        }
    }

    /// <summary>Those who had something there build up again; everybody else loses what was shown, and nothing else.</summary>
    private void OnOriginLost(StagePlace origin, string reason, StageSnapshot before)
    {
        Forget([.. before.Producers.SelectMany(each => each.Carried())]);
        foreach (var participant in seats.All.Where(each => each.Role == StageRole.Presenter || each.Media.Watching is null || each.Media.Watching == origin))
        {
            participant.Media.Clear();
            if (participant.ConnectionId is { } connection)
                voice.Tell(connection, each => each.StageReset(new(reason)));
        }
    }

    /// <summary>Those who watched there come again, and are placed anew: not all at the same moment.</summary>
    private void OnPlaceLost(Participant participant, StagePlace place, string? reason)
    {
        foreach (var transport in participant.Media.Forget(place))
        {
            if (participant.ConnectionId is { } connection)
                _ = TellLaterAsync(connection, new TransportLoss(transport.Value, reason ?? "Nobody watched there."));
        }
    }

    private async Task TellLaterAsync(string connection, TransportLoss loss)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(scatter.Next(MostScatterMs)), services.Time);
        voice.Tell(connection, each => each.TransportClosed(loss));
    }

    private void OnTransportLost(TransportId transport, string reason)
    {
        if (HolderOf(transport.Value) is not { } participant)
            return;
        participant.Media.Forget(transport);
        if (participant.ConnectionId is { } connection)
            voice.Tell(connection, each => each.TransportClosed(new(transport.Value, reason)));
    }

    private void OnHeldBack(ConsumerId consumer, bool heldBack)
    {
        if (HolderOf(consumer.Value) is not { } viewer || !viewer.Media.TryHoldBack(consumer, heldBack))
            return;
        if (viewer.ConnectionId is { } connection)
            voice.Tell(connection, each => each.PictureHeldBack(new(consumer.Value, heldBack)));
    }

    /// <returns>Null for what is not held by anybody here.</returns>
    private Participant? HolderOf(string id) => HeldId.HolderOf(id) is { } holder ? seats.Find(holder) : null;

    private static bool IsMeant(Removal removal, Participant participant) =>
        participant.Id == removal.ParticipantId || removal.VisitorId is not null && participant.Visitor?.Id == removal.VisitorId;

    /// <summary>Takes people off the stage, and tells those who are connected why.</summary>
    private void End(Func<Participant, bool> who, Dismissal why)
    {
        foreach (var participant in seats.All.Where(who))
        {
            if (participant.ConnectionId is { } connection)
                _ = services.Connections.EndAsync(connection, why);
            _ = RemoveAsync(participant);
        }
    }

    /// <summary>Somebody has their seat by another process now.</summary>
    private async Task GiveUpAsync(ArrivedSeat seat)
    {
        if (seats.Find(seat.Participant) is not { } here || !seats.Remove(here))
            return;
        here.Grace?.Dispose();
        teller.OnCounted();
        if (!seat.IsResumed)
            await TryClearAsync(here.Media);
        if (here.ConnectionId is { } connection)
            await DismissAsync(connection);
        await CloseIfEmptyAsync();
    }

    /// <summary>Somebody's browser may not be able to decode a picture: who sends it is asked for another one at once.</summary>
    private void OnPictures(Participant viewer)
    {
        if (viewer.Media.WantedStandIns is { Count: > 0 } wanted && !toldStandIns.IsSupersetOf(wanted))
            _ = ReportAsync();
        if (viewer.Media.LacksPicture(services.Time.GetUtcNow()))
            teller.OnPictures();
    }

    /// <summary>The process stops.</summary>
    public void StopReporting() => isStopping = true;

    /// <summary>Reports; while a report is on its way, once more after it.</summary>
    private async Task ReportAsync()
    {
        Interlocked.Exchange(ref isReportAsked, 1);
        while (!isStopping && Volatile.Read(ref isReportAsked) == 1 && Interlocked.Exchange(ref isReporting, 1) == 0)
        {
            Interlocked.Exchange(ref isReportAsked, 0);
            await ReportOnceAsync();
            Interlocked.Exchange(ref isReporting, 0);
        }
    }

    /// <summary>Tells the grain how many are here. If it has not told this audience all that happened, it is asked for the whole stage.</summary>
    private async Task ReportOnceAsync()
    {
        var arrived = arrivals.TakeAll();
        try
        {
            var undecoded = seats.WantedStandIns();
            var version = await Stage.ReportAsync(new AudienceReport(CountAll(), arrived, seats.Nodes(), [.. undecoded]));
            toldStandIns = version is null ? [] : undecoded;
            if (!isOver && version != feed.Current.Version)
                await CatchUpAsync(isForgotten: version is null);
        }
        catch (Exception failure)
        {
            arrivals.Add(arrived);
            LogNotReported(services.Logger, Webinar, failure.Message);
        }
    }

    private Attendant ToAttendant(Participant participant) => participant.ToAttendant(services.Time.GetUtcNow());

    private AudienceCount CountAll()
    {
        var now = services.Time.GetUtcNow();
        return seats.Count(now) with { Quality = seats.Tally(now) };
    }

    /// <param name="isForgotten">The grain knows nothing of this audience, and of who presents in it.</param>
    private async Task CatchUpAsync(bool isForgotten)
    {
        feed.CatchUp(await Stage.SubscribeAsync(self, CountAll()));
        if (!isForgotten)
            return;
        foreach (var presenter in seats.All.Where(each => each.Role == StageRole.Presenter))
            feed.CatchUp(await Stage.EnterAsync(new Presenter(presenter.Id, presenter.DisplayName, id, IsResumed: true)));
    }

    [LoggerMessage(LogLevel.Warning, "The stage of webinar {Webinar} does not take the count of those who are here: {Reason}")]
    private static partial void LogNotReported(ILogger logger, WebinarId webinar, string reason);
}
