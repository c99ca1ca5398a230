using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Puts what happens on the stage into the messages of the hub. Counts are told at most once a second.</summary>
internal sealed class AudienceTeller : IDisposable
{
    private readonly AudienceVoice voice;
    private readonly Seats seats;
    private readonly Func<StageSnapshot> stage;
    private readonly TimeProvider time;
    private readonly Pace viewers;
    private readonly Pace withoutPicture;
    private int toldViewers;
    private int toldWithoutPicture;

    /// <param name="stage">As it is now.</param>
    public AudienceTeller(AudienceVoice voice, Seats seats, Func<StageSnapshot> stage, TimeProvider time)
    {
        this.voice = voice;
        this.seats = seats;
        this.stage = stage;
        this.time = time;
        viewers = new Pace(time, StageLimits.ViewerCountInterval, TellViewers);
        withoutPicture = new Pace(time, StageLimits.ViewerCountInterval, TellWithoutPicture);
    }

    /// <summary>Viewers came or went.</summary>
    public void OnCounted() => viewers.Ask();

    /// <summary>Somebody's browser cannot show a picture, or need not any more.</summary>
    public void OnPictures() => withoutPicture.Ask();

    /// <param name="before">The stage before the change.</param>
    public void Tell(StageChange change, StageSnapshot before)
    {
        switch (change)
        {
            case WebinarMoved(var webinar) when webinar.State != before.Webinar.State:
                voice.TellAll(each => each.WebinarChanged(WebinarChange.Of(webinar)));
                break;
            case MediaLost { Reason: { } reason }:
                voice.TellAll(each => each.StageReset(new StageResetNotice(reason)));
                break;
            // Who had something there is told more.
            case OriginLost:
                foreach (var producer in before.Producers)
                    voice.TellAll(each => each.ProducerRemoved(new ProducerRemoval(producer.ProducerId)));
                break;
            case ProducerShown(var producer) when before.Producer(producer.ProducerId) is null:
                voice.TellAll(each => each.ProducerAdded(producer));
                break;
            case ProducerShown(var producer):
                voice.TellAll(each => each.ProducerChanged(producer));
                break;
            case ProducersGone(var gone):
                foreach (var producer in gone)
                    voice.TellAll(each => each.ProducerRemoved(new ProducerRemoval(producer.Value)));
                break;
            case RecordingMoved(var recording):
                // The light is for those who can do something about it.
                voice.TellPresenters(each => each.RecordingChanged(new RecordingChange(recording)));
                break;
            case ChatAdded(var message):
                voice.TellAll(each => each.ChatReceived(message));
                break;
            case ChatTaken(var messageId):
                voice.TellAll(each => each.ChatRemoved(new ChatRemoval(messageId)));
                break;
            // What waits to be shown is for those who can show it.
            case QuestionMoved({ State: QuestionState.Waiting } question, _):
                voice.TellPresenters(each => each.QuestionChanged(question));
                break;
            case QuestionMoved(var question, _):
                voice.TellAll(each => each.QuestionChanged(question));
                break;
            case QuestionTaken(var questionId, _) when before.Questions.Find(questionId)?.Question.State == QuestionState.Waiting:
                voice.TellPresenters(each => each.QuestionRemoved(new QuestionRemoval(questionId)));
                break;
            case QuestionTaken(var questionId, _):
                voice.TellAll(each => each.QuestionRemoved(new QuestionRemoval(questionId)));
                break;
            case VotesCounted(var votes):
                voice.TellAll(each => each.VotesChanged(new VotesChange(votes)));
                break;
        }
        if (change is AudiencesCounted)
            OnCounted();
        if (change is AudiencesCounted or ProducerShown or ProducersGone or MediaLost or OriginLost)
            OnPictures();
    }

    public void Dispose()
    {
        viewers.Dispose();
        withoutPicture.Dispose();
    }

    private bool TellViewers()
    {
        var count = stage().With(seats.Count()).Viewers;
        if (count == toldViewers)
            return false;
        toldViewers = count;
        voice.TellAll(each => each.ViewerCountChanged(new ViewerCountChange(count)));
        return true;
    }

    private bool TellWithoutPicture()
    {
        var count = stage().With(seats.Count(time.GetUtcNow())).WithoutPicture;
        if (count == toldWithoutPicture)
            return false;
        toldWithoutPicture = count;
        voice.TellPresenters(each => each.ViewersWithoutPictureChanged(new ViewerCountChange(count)));
        return true;
    }
}
