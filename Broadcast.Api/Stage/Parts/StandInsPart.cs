using System.Collections.Immutable;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// The pictures that presenters send once more, as a modest VP8, for those alone who cannot decode what everybody else gets. One is asked
/// for while somebody needs it and never otherwise. It is no producer on the stage: it has no tile, and nothing records it.
/// </summary>
internal sealed partial class StandInsPart(StageBoard board, StageNode node, ProducersPart producers, LayersPart layers, StageServices services)
    : IStagePart
{
    private const string Retransmission = "video/rtx";

    private readonly Dictionary<AudienceId, ImmutableArray<ProducerId>> undecoded = [];

    /// <summary>What presenters were asked for, by the producer that is stood in for.</summary>
    private readonly Dictionary<ProducerId, Asked> asked = [];

    public IReadOnlyList<StoredStandIn> ToStored() =>
        [.. asked.Where(each => each.Value.IsCarried).Select(each => new StoredStandIn(each.Key, each.Value.StandIn!.Value, each.Value.Transport))];

    /// <summary>Goes on with what the media node still carries; who needs it is told by the audiences.</summary>
    public void Restore(IReadOnlyList<StoredStandIn> stored)
    {
        foreach (var (original, standIn, transport) in stored)
        {
            if (producers.Find(original)?.StandIn == standIn.Value)
                asked.Add(original, new Asked { LastWanted = services.Time.GetUtcNow(), StandIn = standIn, Transport = transport, IsCarried = true });
        }
    }

    /// <summary>Takes note of what somebody in an audience cannot decode.</summary>
    public Task WantAsync(AudienceId audience, ImmutableArray<ProducerId> pictures)
    {
        undecoded[audience] = pictures;
        return SettleAsync();
    }

    /// <summary>Has the media node carry a stand-in, and tells those who wait for it.</summary>
    /// <exception cref="StageException">It is not the presenter's picture, nobody needs it, there is one, it is no VP8, or the node refuses it.</exception>
    public async Task<ProducerId> ProduceAsync(Presenter presenter, ProducerId original, ProduceRequest request)
    {
        var shown = producers.Require(presenter.Id, original);
        var wish = RequireFit(shown, request);
        var id = new ProducerId(HeldId.Create(presenter.Id));
        (wish.StandIn, wish.Transport) = (id, new TransportId(request.TransportId));
        try
        {
            await node.AskAsync<ProducerCreated>(new Produce(wish.Transport, id, request.Kind, request.RtpParameters, shown.Paused));
        }
        catch
        {
            wish.StandIn = null;
            throw;
        }
        // Meanwhile the original may have gone, or all who needed it.
        if (asked.GetValueOrDefault(original) != wish || wish.StandIn != id)
        {
            await TryAskAsync(new CloseProducer(id));
            throw new StageException(StageErrorCode.Conflict, "The stand-in is not needed any more.");
        }
        wish.IsCarried = true;
        if (producers.Find(original)?.Paused != shown.Paused)
            await FollowPauseAsync(original);
        await producers.ShowStandInAsync(original, id);
        return id;
    }

    /// <summary>A stand-in is paused when its original is.</summary>
    public async Task FollowPauseAsync(ProducerId original)
    {
        if (producers.Find(original) is { } shown && asked.GetValueOrDefault(original) is { IsCarried: true, StandIn: { } standIn })
            await TryAskAsync(shown.Paused ? new PauseProducer(standIn) : new ResumeProducer(standIn));
    }

    /// <summary>Whether that is a stand-in of theirs.</summary>
    public bool IsOne(ParticipantId owner, ProducerId id) => HeldId.HolderOf(id.Value) == owner && asked.Values.Any(each => each.StandIn == id);

    /// <summary>Closes what its presenter does not send any more. It is not asked for again before somebody needs it anew.</summary>
    public async Task CloseAsync(ProducerId standIn)
    {
        await ForgetAsync(each => each.StandIn == standIn);
        await TryAskAsync(new CloseProducer(standIn));
    }

    /// <summary>A presenter was away for a moment, and may not have heard what was said.</summary>
    public async Task TellAgainAsync(ParticipantId presenter)
    {
        foreach (var original in asked.Keys.Where(each => HeldId.HolderOf(each.Value) == presenter).ToList())
            await board.PublishAsync(new StandInWanted(original, Wanted: true));
    }

    /// <summary>Asks for what is needed; closes what has not been needed for a while, and what stands in for nothing any more.</summary>
    public async Task SettleAsync()
    {
        var now = services.Time.GetUtcNow();
        foreach (var (original, wish) in asked.ToList())
        {
            var isOnStage = producers.Find(original) is not null;
            if (isOnStage && IsNeeded(original))
                wish.LastWanted = now;
            else if (!isOnStage || now - wish.LastWanted >= StageLimits.StandInHold)
                await EndAsync(original, wish, isOnStage);
        }
        foreach (var shown in producers.OnStage)
        {
            var original = new ProducerId(shown.ProducerId);
            if (shown.OffersStandIn && IsNeeded(original) && asked.TryAdd(original, new Asked { LastWanted = now }))
                await board.PublishAsync(new StandInWanted(original, Wanted: true));
        }
    }

    public Task OnBeatAsync() => SettleAsync();

    public Task OnNotificationAsync(WorkerNotification notification) => notification switch
    {
        TransportClosed closed => ForgetAsync(each => each.Transport == closed.Transport),
        ProducerClosed closed when closed.Router == board.Snapshot.Router?.Router => ForgetAsync(each => each.StandIn == closed.Producer),
        _ => Task.CompletedTask,
    };

    public void OnMediaLost(string? reason) => asked.Clear();

    public void OnAudienceLost(AudienceId audience) => undecoded.Remove(audience);

    private bool IsNeeded(ProducerId original) => undecoded.Values.Any(each => each.Contains(original));

    private Asked RequireFit(StageProducer original, ProduceRequest request)
    {
        if (request.Kind != MediaKind.Video || request.Source != original.Source)
            throw new StageException(StageErrorCode.InvalidRequest, "standInFor: A stand-in is a picture of the same source.");
        if (!request.RtpParameters.Codecs.Any(IsVp8) || !request.RtpParameters.Codecs.All(each => IsVp8(each) || IsRetransmission(each)))
            throw new StageException(StageErrorCode.InvalidRequest, "rtpParameters.codecs: A stand-in is VP8.");
        if (asked.GetValueOrDefault(new ProducerId(original.ProducerId)) is not { } wish)
            throw new StageException(StageErrorCode.Conflict, "Nobody needs a stand-in for this producer.");
        return wish.StandIn is null ? wish : throw new StageException(StageErrorCode.Conflict, "This producer has a stand-in already.");

        static bool IsVp8(RtpCodecParameters codec) => CodecPayload.FromMimeType(codec.MimeType) == Codec.Vp8;
        static bool IsRetransmission(RtpCodecParameters codec) => codec.MimeType.Equals(Retransmission, StringComparison.OrdinalIgnoreCase);
    }

    private async Task EndAsync(ProducerId original, Asked wish, bool isOnStage)
    {
        asked.Remove(original);
        if (isOnStage)
            await board.PublishAsync(new StandInWanted(original, Wanted: false));
        if (wish.StandIn is not { } standIn)
            return;
        layers.Forget([standIn]);
        if (isOnStage)
            await producers.ShowStandInAsync(original, null);
        await TryAskAsync(new CloseProducer(standIn));
    }

    /// <summary>Stand-ins are gone; what was asked for stays so.</summary>
    private async Task ForgetAsync(Func<Asked, bool> which)
    {
        foreach (var (original, wish) in asked.Where(each => each.Value.StandIn is not null && which(each.Value)).ToList())
        {
            layers.Forget([wish.StandIn!.Value]);
            (wish.StandIn, wish.IsCarried) = (null, false);
            await producers.ShowStandInAsync(original, null);
        }
    }

    private async Task TryAskAsync(WorkerRequest request)
    {
        try
        {
            await node.AskAsync<Accepted>(request);
        }
        catch (StageException failure)
        {
            // What the node does not know any more is closed; anything else goes with its transport.
            LogRefused(services.Logger, board.Id, request.GetType().Name, failure.Message);
        }
    }

    private sealed class Asked
    {
        public DateTimeOffset LastWanted { get; set; }

        /// <summary>Null until it comes.</summary>
        public ProducerId? StandIn { get; set; }
        public TransportId Transport { get; set; }

        /// <summary>The media node has it.</summary>
        public bool IsCarried { get; set; }
    }

    [LoggerMessage(LogLevel.Information, "Webinar {Webinar}: the media node refused a {Request} of a stand-in: {Reason}")]
    private static partial void LogRefused(ILogger logger, WebinarId webinar, string request, string reason);
}
