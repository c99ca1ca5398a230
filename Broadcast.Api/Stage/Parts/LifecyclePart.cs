using System.Runtime.ExceptionServices;
using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// The webinar's way from scheduled over live to ended, with its router and its recording. Calls say what they want and wait for a pass;
/// a pass does what is wanted by then, in the one order in which it may be done.
/// </summary>
internal sealed partial class LifecyclePart : IStagePart
{
    private readonly StageBoard board;
    private readonly RouterPart router;
    private readonly RosterPart roster;
    private readonly RecordingPart recording;
    private readonly MemoryPart memory;
    private readonly StageServices services;
    private readonly Reconciliation reconciliation;

    /// <summary>On whose behalf it shall go live, and that it shall end; null if nobody has asked since the last pass began.</summary>
    private AuditActor? startWantedBy;
    private EndWish? endWanted;

    /// <summary>What the last pass stumbled over.</summary>
    private Exception? failure;

    public LifecyclePart(StageBoard board, RouterPart router, RosterPart roster, RecordingPart recording, MemoryPart memory, StageServices services)
    {
        this.board = board;
        this.router = router;
        this.roster = roster;
        this.recording = recording;
        this.memory = memory;
        this.services = services;
        reconciliation = new Reconciliation(PassAsync, caught =>
        {
            failure = caught;
            LogPassFailed(services.Logger, board.Id, caught);
        });
    }

    /// <summary>Whether this stage has something to look after.</summary>
    public bool IsNeeded => board.Webinar.State == WebinarState.Live || recording.IsOpen || !board.Audiences.IsEmpty;

    private WebinarState State => board.Webinar.State;

    private bool NeedsRouter => recording.IsOpen || State != WebinarState.Ended && IsNeeded;

    /// <summary>Completes when all that is wanted now has been done or tried.</summary>
    public Task SettleAsync() => reconciliation.RunAsync();

    /// <exception cref="StageException">There is no router, and there should be one.</exception>
    public async Task OpenAsync()
    {
        if (router.Router is not null || State == WebinarState.Ended)
            return;
        await SettleAsync();
        if (router.Router is null && State != WebinarState.Ended)
            Throw("The stage was just being closed. Try again.");
    }

    /// <exception cref="StageException">It has ended, or the media node is out of reach, or it cannot be recorded.</exception>
    public async Task StartAsync(AuditActor by)
    {
        if (State == WebinarState.Scheduled)
        {
            startWantedBy = by;
            await SettleAsync();
        }
        if (State == WebinarState.Ended)
            throw new StageException(StageErrorCode.Conflict, "The webinar has ended.");
        if (State == WebinarState.Scheduled)
            Throw("The webinar could not go live. Try again.");
    }

    public async Task EndAsync(AuditActor by)
    {
        if (State == WebinarState.Ended)
            return;
        endWanted = new EndWish(by, IsUnattended: false);
        await SettleAsync();
        if (State != WebinarState.Ended)
            Throw("The webinar could not be ended. Try again.");
    }

    /// <exception cref="StageException">The webinar is not live, there is no recording to pause, or the media node refuses.</exception>
    public async Task ControlRecordingAsync(RecordingControl control)
    {
        if (State != WebinarState.Live)
            throw new StageException(StageErrorCode.Conflict, "Only a webinar that is live is recorded.");
        switch (control)
        {
            case RecordingControl.Start:
                await board.ChangeAsync(stored => stored.Record = true);
                recording.Want();
                break;
            case RecordingControl.Stop:
                await board.ChangeAsync(stored => !(stored.Record = false));
                recording.Want();
                break;
            default:
                recording.WantPaused(control == RecordingControl.Pause);
                break;
        }
        await SettleAsync();
        if (recording.Failure is { } refusal && control != RecordingControl.Stop)
            throw refusal;
    }

    /// <summary>Closes the recording, because the process is about to end.</summary>
    public Task CloseRecordingAsync()
    {
        recording.WantNone(because: null);
        return SettleAsync();
    }

    public async Task OnBeatAsync()
    {
        if (roster.IsOverdue)
        {
            LogEndsUnattended(services.Logger, board.Id);
            endWanted ??= new EndWish(AuditActor.Server, IsUnattended: true);
        }
        await SettleAsync();
    }

    private async Task PassAsync()
    {
        failure = null;
        var (start, end) = (startWantedBy, endWanted);
        (startWantedBy, endWanted) = (null, null);
        if (start is not null && State == WebinarState.Scheduled)
            await GoLiveAsync(start);
        if (end is not null && State != WebinarState.Ended)
            await EndNowAsync(end);
        if (NeedsRouter)
            await router.OpenAsync();
        await recording.SettleAsync();
        if (!NeedsRouter)
            await router.CloseAsync();
        await memory.SaveAsync();
    }

    private async Task GoLiveAsync(AuditActor by)
    {
        await router.OpenAsync();
        if (board.Webinar.Record)
            await recording.BeginAsync();
        // The recording is as long as the webinar: both begin when the journal is open.
        var now = recording.StartedAt ?? services.Time.GetUtcNow();
        await board.ChangeAsync(stored => stored.TryStart(now));
        await services.Audit.RecordAsync(AuditAction.WebinarStarted, board.Id.Value, board.Webinar.Title, by);
    }

    private async Task EndNowAsync(EndWish wish)
    {
        // A presenter may just have come.
        if (wish.IsUnattended && !roster.IsOverdue)
            return;
        var now = services.Time.GetUtcNow();
        // First, so that the recording is as long as the webinar.
        await recording.TryEndAsync(webinarEnded: true);
        await board.ChangeAsync(stored => stored.TryEnd(now, wish.IsUnattended));
        await services.Audit.RecordAsync(AuditAction.WebinarEnded, board.Id.Value, board.Webinar.Title, wish.By);
    }

    private void Throw(string otherwise)
    {
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        throw new StageException(StageErrorCode.Conflict, otherwise);
    }

    /// <param name="IsUnattended">Because no presenter is there: if one has come meanwhile, it goes on.</param>
    private sealed record EndWish(AuditActor By, bool IsUnattended);

    [LoggerMessage(LogLevel.Warning, "Webinar {Webinar} ends, for no presenter is in it")]
    private static partial void LogEndsUnattended(ILogger logger, WebinarId webinar);

    [LoggerMessage(LogLevel.Warning, "Not all that is wanted of webinar {Webinar} could be done; it is tried again")]
    private static partial void LogPassFailed(ILogger logger, WebinarId webinar, Exception failure);
}
