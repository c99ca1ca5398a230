using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>
/// One webinar in progress, and the one owner of all that is decided about it: lifecycle, router, who presents, producers, recording,
/// chat, questions, moderation. Its key is the <see cref="WebinarId"/>. What it cannot do is a <see cref="StageException"/>.
/// </summary>
internal interface IWebinarGrain : IRouterOwner
{
    /// <summary>From now on the audience is told of every change. Subscribed again, it is told no twice.</summary>
    /// <returns>The stage, with a router unless the webinar has ended.</returns>
    Task<StageSnapshot> SubscribeAsync(IAudience audience, AudienceCount count);

    /// <returns>The version of the stage; null if the audience has to subscribe again.</returns>
    Task<long?> ReportAsync(AudienceReport report);

    Task UnsubscribeAsync(AudienceId audience);

    /// <summary>Sees to it that there is a router, unless the webinar has ended.</summary>
    Task<StageSnapshot> OpenAsync();

    /// <summary>Sees to it that the webinar can be watched on a node.</summary>
    /// <exception cref="StageException">There is no media now, or the node does not take it.</exception>
    Task<StagePlace> ReachAsync(NodeId node);

    /// <summary>A presenter sits down. What they had before is closed unless they kept it.</summary>
    Task<StageSnapshot> EnterAsync(Presenter presenter);

    /// <summary>A presenter's connection is lost: their media goes on for a while.</summary>
    Task AwayAsync(ParticipantId presenter, AudienceId audience);

    /// <summary>A presenter has left, or did not come back; unless they did by another audience.</summary>
    Task LeaveAsync(ParticipantId presenter, AudienceId audience);

    /// <summary>Puts media on the stage; the first of a scheduled webinar takes it live.</summary>
    Task<ProducerId> ProduceAsync(ParticipantId presenter, ProduceRequest request);

    Task SetProducerPausedAsync(ParticipantId presenter, ProducerId producer, bool paused);

    Task CloseProducerAsync(ParticipantId presenter, ProducerId producer);

    /// <summary>Stores a chat message, then tells everyone.</summary>
    Task<ChatMessage> SendChatAsync(ChatEntry entry);

    /// <summary>Takes a message out of the chat. It stays in the database, with who removed it.</summary>
    Task<ChatEntry> RemoveChatAsync(string messageId, string by);

    /// <summary>Stores a question, then tells whoever may see it.</summary>
    Task<StageQuestion> AskAsync(Question question);

    /// <returns>How many are for the question, when the vote is stored.</returns>
    Task<QuestionVotes> VoteAsync(Vote vote);

    /// <summary>Lets everybody see a question that waited for it; one that was answered is open again.</summary>
    Task ShowQuestionAsync(string questionId);

    /// <param name="text">Null if it was answered live.</param>
    Task AnswerQuestionAsync(string questionId, string? text, string by);

    /// <summary>Takes a question out. It stays in the database, with who dismissed it.</summary>
    Task<Question> DismissQuestionAsync(string questionId, string by);

    /// <summary>Removes somebody who is there, or who has written or asked something and left, and keeps them out from now on.</summary>
    Task<Removal> KeepOutAsync(ParticipantId participant, string by);

    /// <summary>Lets somebody in again who was removed.</summary>
    /// <returns>Null if nobody is kept out by that id.</returns>
    Task<Removal?> LetInAsync(string removalId);

    Task<WebinarPeople> PeopleAsync();

    /// <summary>Ends the connections that came by links which were taken back.</summary>
    Task RevokeLinksAsync(LinksRevoked revoked);

    /// <summary>Takes the webinar live, with its recording. Once live, does nothing.</summary>
    Task StartAsync(AuditActor by);

    /// <summary>Ends the webinar for everyone and hands over its recording. Once ended, does nothing.</summary>
    Task EndAsync(AuditActor by);

    /// <summary>What the organizer wants of the recording; wanted twice, does it once.</summary>
    Task ControlRecordingAsync(RecordingControl control);

    /// <summary>Puts a named place into the recording: a chapter.</summary>
    Task MarkRecordingAsync(string label);

    /// <summary>Closes the recording, because the process is about to end. The webinar stays live.</summary>
    Task CloseRecordingAsync();

    /// <summary>The organizer changed the webinar: whoever joins next sees it.</summary>
    Task RefreshAsync();

    Task<StageReport> DescribeAsync();

    Task<WebinarHealth> HealthAsync();

    Task<WebinarTree> TreeAsync();

    /// <exception cref="StageException">They are not in the webinar.</exception>
    Task<PersonQuality> PersonQualityAsync(ParticipantId participant);

    /// <summary>Looks after a webinar that is live although nobody may be in it.</summary>
    Task WakeAsync();
}
