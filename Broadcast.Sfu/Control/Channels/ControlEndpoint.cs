using Broadcast.Sfu.Control.Channels.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>
/// Serves the control contract over WebSocket: lets an owner in that knows the node's secret, one at a time, and tells it what happens.
/// When the owner is lost the node keeps what it has and goes on.
/// </summary>
internal sealed partial class ControlEndpoint : BackgroundService
{
    public const string Path = "/control";

    private static readonly WebSocketAcceptContext Accept = new()
    {
        KeepAliveInterval = KeepAlive.Interval,
        KeepAliveTimeout = KeepAlive.Timeout,
    };

    private readonly IControlChannel node;
    private readonly NodeHandshake handshake;
    private readonly Admissions admissions;
    private readonly OwnerSeat seat = new();
    private readonly CancellationToken ending;
    private readonly ControlCounters counters;
    private readonly ILogger<ControlEndpoint> logger;

    public ControlEndpoint(
        IControlChannel node, IOptions<ControlOptions> options, ControlCounters counters, TimeProvider time, IHostApplicationLifetime life, ILogger<ControlEndpoint> logger)
    {
        this.node = node;
        ending = life.ApplicationStopping;
        // Before the web server waits for its connections to end.
        ending.Register(seat.End);
        this.counters = counters;
        this.logger = logger;
        admissions = new Admissions(time);
        handshake = new NodeHandshake(options.Value.Secret, Guid.NewGuid().ToString("N"), time, ControlVersions.Spoken);
    }

    /// <summary>Until the connection ends.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }
        await using var socket = new FrameSocket(await context.WebSockets.AcceptWebSocketAsync(Accept), FrameLimits.OfNode);
        var from = context.Connection.RemoteIpAddress?.ToString() ?? "nowhere";
        try
        {
            await ServeAsync(socket, from, context.RequestAborted);
        }
        catch (ControlRefusedException refusal)
        {
            Refuse(refusal.Code, refusal.Message, from);
            await socket.DismissAsync(new Refused(refusal.Code, refusal.Message, refusal.NewestEpoch));
        }
        catch (OperationCanceledException)
        {
            // The connection is lost, or the node ends.
        }
    }

    /// <summary>Tells the owner what happens; while there is none it is told to nobody.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var notification in node.NotificationsAsync(stoppingToken))
                seat.Tell(notification);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task ServeAsync(FrameSocket socket, string from, CancellationToken cancellationToken)
    {
        var (epoch, welcome) = await AdmitAsync(socket, cancellationToken);
        var owner = new OwnerConnection(socket, node, epoch, (why, sentence) => Refuse(why, sentence, from));
        seat.Take(owner, welcome);
        counters.CountTaken();
        LogTaken(from, epoch);
        try
        {
            await owner.ServeAsync(cancellationToken);
        }
        finally
        {
            seat.Leave(owner);
            LogLost(from, epoch);
        }
    }

    private async Task<(long Epoch, Welcome Welcome)> AdmitAsync(FrameSocket socket, CancellationToken cancellationToken)
    {
        using var admission = admissions.Enter();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(admission.Token, cancellationToken, ending);
        try
        {
            return await handshake.AdmitAsync(socket, both.Token);
        }
        catch (OperationCanceledException) when (admission.Token.IsCancellationRequested)
        {
            throw new ControlRefusedException(ControlRefusal.TooLate, "The handshake took too long.");
        }
    }

    private void Refuse(ControlRefusal why, string sentence, string from)
    {
        counters.Count(why);
        LogRefused(from, why, sentence);
    }

    [LoggerMessage(LogLevel.Information, "The node has an owner: {From}, epoch {Epoch}")]
    private partial void LogTaken(string from, long epoch);

    [LoggerMessage(LogLevel.Information, "The connection of the node's owner {From}, epoch {Epoch}, has ended; the node keeps what it has")]
    private partial void LogLost(string from, long epoch);

    [LoggerMessage(LogLevel.Warning, "A control connection from {From} was ended, {Why}: {Sentence}")]
    private partial void LogRefused(string from, ControlRefusal why, string sentence);
}
