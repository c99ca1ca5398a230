using System.Runtime.InteropServices;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Hosting;

/// <summary>
/// Ends the process of a media node when it is told to: SIGTERM has its owner take away what it carries first, for as long as
/// <see cref="ControlOptions.LeaveWithin"/> says; a second one, SIGINT and SIGQUIT end it at once.
/// </summary>
/// <param name="services">A lifetime is made before the settings are checked, so the node is asked for when it leaves.</param>
internal sealed partial class LeavingLifetime(
    IServiceProvider services, IOptions<ControlOptions> options, IHostApplicationLifetime life, TimeProvider time, ILogger<LeavingLifetime> logger)
    : IHostLifetime, IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly List<PosixSignalRegistration> signals = [];
    private int terminations;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => signals.ForEach(signal => signal.Dispose());

    /// <summary>Says that the node leaves, and completes when it is empty or its time is over.</summary>
    internal async Task LeaveAsync(CancellationToken cancellationToken)
    {
        var node = services.GetRequiredService<IControlChannel>();
        var within = options.Value.LeaveWithin;
        var since = time.GetTimestamp();
        await node.RequestAsync(new LeaveNode((long)within.TotalMilliseconds), cancellationToken);
        LogLeaving(within);
        while (time.GetElapsedTime(since) < within && await node.RequestAsync(new CheckNode(), cancellationToken) is NodeChecked { Routers: > 0 })
            await Task.Delay(LookInterval, time, cancellationToken);
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGTERM && Interlocked.Increment(ref terminations) == 1)
            _ = LeaveAndStopAsync();
        else
            life.StopApplication();
    }

    private async Task LeaveAndStopAsync()
    {
        try
        {
            await LeaveAsync(life.ApplicationStopping);
        }
        catch (Exception failure)
        {
            LogNotLeft(failure);
        }
        life.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "The node leaves: what it carries is taken elsewhere, within {Within} at most")]
    private partial void LogLeaving(TimeSpan within);

    [LoggerMessage(LogLevel.Warning, "The node ends before it is empty")]
    private partial void LogNotLeft(Exception failure);
}
