using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Hosting;

/// <summary>
/// One machine's media plane: a <see cref="WorkerThread"/> per core in use. Routers are placed on the least loaded worker; every
/// other request goes to the worker that owns the id it names. A worker that dies is reported and replaced.
/// </summary>
public sealed partial class MediaNode(
    IOptions<MediaOptions> options, IDirectSinkProvider directSinks, TimeProvider time, ILogger<MediaNode> logger) : IHostedService, IDisposable
{
    private readonly MediaOptions settings = options.Value;
    private readonly Ownership ownership = new();
    private readonly NotificationStream notifications = new();
    private readonly DtlsContext dtls = new(DtlsCertificate.Create(time.GetUtcNow()), new DtlsOptions());
    private WorkerThread[] workers = [];
    private volatile bool stopping;

    /// <summary>Running workers; empty before the start and after the end.</summary>
    public IReadOnlyList<WorkerThread> Workers => workers;

    /// <summary>Whether every worker is running.</summary>
    public bool IsHealthy => workers.Length == settings.Workers && workers.All(worker => !worker.Ended.IsCompleted);

    /// <exception cref="SocketException">A port is taken or the address is not of this machine.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var started = new List<WorkerThread>();
        try
        {
            for (var index = 0; index < settings.Workers; index++)
                started.Add(StartWorker(index));
        }
        catch (SocketException)
        {
            started.ForEach(worker => worker.Dispose());
            throw;
        }
        workers = [.. started];
        return Task.CompletedTask;
    }

    /// <summary>Closes every router, so that sinks and remotes learn of it, then ends the threads.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        var closing =
            from index in Enumerable.Range(0, workers.Length)
            from router in ownership.RoutersOf(index)
            select workers[index].RequestAsync(new CloseRouter(router));
        await Task.WhenAll(closing).WaitAsync(cancellationToken).ConfigureAwait(false);
        Dispose();
    }

    public void Dispose()
    {
        stopping = true;
        for (var index = 0; index < workers.Length; index++)
        {
            var (worker, counters) = (workers[index], workers[index].Counters);
            worker.Dispose();
            LogWorkerStopped(
                logger, index, counters.DatagramsReceived, counters.DatagramsSent, counters.SendsDropped, counters.ReceiveOverflows, counters.SegmentationRefused);
        }
        workers = [];
        dtls.Dispose();
        notifications.Complete();
    }

    /// <summary>Carries out a request on the worker that owns what it names.</summary>
    /// <exception cref="InvalidOperationException">The node has not started or has stopped.</exception>
    public async Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        if (stopping || workers.Length == 0)
            throw new InvalidOperationException("The media node is not running.");
        var route = RequestRoute.Of(request);
        if (!ownership.TryRoute(request, LeastLoaded, out var worker, out var opened))
        {
            return route.Closes is not null
                ? Accepted.Instance
                : new ControlError(ControlErrorCode.NotFound, $"Nothing is open under the id '{route.Owner}'.");
        }
        var response = await workers[worker].RequestAsync(request).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (response is ControlError && opened is not null)
            ownership.Remove(opened);
        else if (response is Accepted && route.Closes is not null)
            ownership.Remove(route.Closes);
        return response;
    }

    /// <summary>Notifications of all workers, each worker's in order. Every notification goes to one reader.</summary>
    public IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken) =>
        notifications.ReadAllAsync(cancellationToken);

    private WorkerThread StartWorker(int index)
    {
        var sockets = OpenSockets(settings.Port == 0 ? 0 : settings.Port + index);
        var worker = new WorkerThread($"media-{index}", sockets, CreateWorker, OnNotification, settings.PinWorkers ? index : null);
        worker.Start();
        LogWorkerStarted(logger, index, worker.Port, worker.Buffers.ReceiveBytes, worker.Buffers.SendBytes);
        _ = WatchAsync(index, worker);
        return worker;

        Worker CreateWorker(int udpPort, IPlainSockets plainSockets, Action<WorkerNotification> notify) =>
            new(WorkerOptionsFor(index, udpPort), dtls, directSinks, plainSockets, new Random(), notify);
    }

    private WorkerSockets OpenSockets(int port)
    {
        var buffers = new SocketBuffers(settings.ReceiveBufferBytes, settings.SendBufferBytes);
        var fallback = Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        var address = settings.ListenAddress is { } listen ? IPAddress.Parse(listen) : fallback;
        return WorkerSockets.Open(new IPEndPoint(address, port), buffers);
    }

    private WorkerOptions WorkerOptionsFor(int index, int udpPort) => new()
    {
        Index = index,
        UdpPort = udpPort,
        AnnouncedAddresses = settings.AnnouncedAddresses.Count == 0 ? MachineAddresses.All() : [.. settings.AnnouncedAddresses.Select(IPAddress.Parse)],
        FrameHoldMs = settings.FrameHoldMs,
    };

    /// <summary>Puts a fresh worker in the place of one that died, and then reports it, so that the report's reader can rebuild at once.</summary>
    private async Task WatchAsync(int index, WorkerThread worker)
    {
        if (await worker.Ended.ConfigureAwait(false) is not { } reason)
            return;
        var routers = ownership.RemoveWorker(index);
        LogWorkerDied(logger, index, routers.Count, reason);
        worker.Dispose();
        if (!stopping)
            Replace(index);
        notifications.Publish(new WorkerDied(index, routers, reason.Message));
    }

    private void Replace(int index)
    {
        try
        {
            workers[index] = StartWorker(index);
        }
        catch (SocketException lost)
        {
            LogWorkerLost(logger, index, lost);
        }
    }

    private void OnNotification(WorkerNotification notification)
    {
        ownership.On(notification);
        notifications.Publish(notification);
    }

    private int LeastLoaded() => Enumerable.Range(0, workers.Length).MinBy(ownership.Load);
}
