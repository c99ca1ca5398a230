using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Control.Validation;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Io.Tcp;
using Broadcast.Sfu.Io.Workers;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Workers;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Streams;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Hosting;

/// <summary>
/// One machine's media plane: a <see cref="WorkerThread"/> per core in use. Routers are placed on the least loaded worker, their
/// viewers over all workers (<see cref="RouterSpread"/>); every other request goes to the worker that owns the id it names. A
/// worker that dies is reported and replaced.
/// </summary>
public sealed partial class MediaNode : IHostedService, IDisposable
{
    private readonly MediaOptions settings;
    private readonly IDirectSinkProvider directSinks;
    private readonly ILogger<MediaNode> logger;
    private readonly DtlsContext dtls;
    private readonly Ownership ownership;
    private readonly RouterSpread spread;
    private readonly PipeExchange pipes = new();
    private readonly NotificationStream notifications = new();
    private readonly Departure departure;
    private WorkerThread[] workers = [];
    private volatile bool stopping;

    public MediaNode(IOptions<MediaOptions> options, IDirectSinkProvider directSinks, TimeProvider time, ILogger<MediaNode> logger)
    {
        settings = options.Value;
        this.directSinks = directSinks;
        this.logger = logger;
        dtls = new DtlsContext(DtlsCertificate.Create(time.GetUtcNow()), new DtlsOptions());
        Watch = new WorkerWatch(settings.Workers, () => workers, time);
        ownership = new Ownership(settings.Workers, settings.SpreadAfter, Watch.IsFit);
        departure = new Departure(time);
        spread = new RouterSpread((worker, request) => workers[worker].RequestAsync(request));
    }

    /// <summary>Running workers; empty before the start and after the end.</summary>
    public IReadOnlyList<WorkerThread> Workers => workers;

    internal WorkerWatch Watch { get; }

    /// <summary>Workers that have died, hang or are not running, and which of these it is; how busy they are; and what the node can do.</summary>
    public NodeChecked Check() => new(
    [
        .. from worker in Enumerable.Range(0, settings.Workers)
           let ailment = Watch.AilmentOf(worker)
           where ailment is not null
           select new WorkerAilment(worker, ailment),
    ],
    Watch.Busy, Records: directSinks is not NoDirectSinks, (long?)departure.Left?.TotalMilliseconds, ownership.Routers.Count);

    /// <summary>Whether every worker runs and turns.</summary>
    public bool IsHealthy => Check().Ailing.Count == 0;

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
        LogEncryption(logger, AesGcmContext.LibraryName);
        return Task.CompletedTask;
    }

    /// <summary>Closes every router, so that sinks and remotes learn of it, then ends the threads.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        var closing =
            from index in Enumerable.Range(0, workers.Length)
            from router in ownership.RoutersOf(index)
            from worker in workers
            select worker.RequestAsync(new CloseRouter(router));
        await Task.WhenAll(closing).WaitAsync(cancellationToken);
        Dispose();
    }

    public void Dispose()
    {
        stopping = true;
        Watch.Dispose();
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
    public Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken) =>
        RequestTraces.IsOn ? TracedAsync(request, cancellationToken) : CarryOutAsync(request, trace: null, cancellationToken);

    /// <summary>Notifications of all routers, each router's in order. Every notification goes to one reader.</summary>
    public IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken) =>
        notifications.ReadAllAsync(cancellationToken);

    private async Task<ControlResponse> TracedAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        using var trace = RequestTraces.Begin(request);
        var response = await CarryOutAsync(request, trace, cancellationToken);
        RequestTraces.End(trace, response);
        return response;
    }

    private async Task<ControlResponse> CarryOutAsync(WorkerRequest request, Activity? trace, CancellationToken cancellationToken)
    {
        if (stopping || workers.Length == 0)
            throw new InvalidOperationException("The media node is not running.");
        if (request is CheckNode)
            return Check();
        if (DeclaredRules.Check(request) is { } invalid)
            return new ControlError(ControlErrorCode.InvalidArgument, invalid.ToString());
        if (request is LeaveNode leave)
            return Leave(leave);
        if (request is EndSink end)
            return End(end);
        if (request is DumpNode)
            return await DumpAsync(cancellationToken);
        var closes = RequestRoute.Of(request).Closes;
        var router = RouterOf(request);
        if (!ownership.TryRoute(request, out var worker, out var opened))
        {
            return closes is not null
                ? Accepted.Instance
                : new ControlError(ControlErrorCode.NotFound, $"Nothing is open under the id '{RequestRoute.Of(request).Owner}'.");
        }
        RequestTraces.Place(trace, opened is RouterId newcomer ? newcomer : router, worker);
        var response = await PrepareAsync(request, worker).WaitAsync(cancellationToken)
            ?? await workers[worker].RequestAsync(request).WaitAsync(cancellationToken);
        if (response is ControlError && opened is not null)
            ownership.Remove(opened);
        else if (response is Accepted && closes is not null)
            ownership.Remove(closes);
        return response is ControlError ? response : await FollowAsync(request, response, router, worker);
    }

    private async Task<NodeDump> DumpAsync(CancellationToken cancellationToken)
    {
        var routers = new List<RouterDump>();
        foreach (var router in ownership.Routers)
        {
            // One that has just closed is none any more.
            if (await RequestAsync(new DumpRouter(router), cancellationToken) is RouterDump dump)
                routers.Add(dump);
        }
        return new NodeDump(routers);
    }

    private Accepted Leave(LeaveNode request)
    {
        departure.Set(request.ForMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null);
        return Accepted.Instance;
    }

    private Accepted End(EndSink request)
    {
        directSinks.End(request.Sink);
        return Accepted.Instance;
    }

    /// <summary>Sees to it that what a request needs is on its worker.</summary>
    /// <returns>What was refused; null otherwise.</returns>
    private async Task<ControlResponse?> PrepareAsync(WorkerRequest request, int worker) => request switch
    {
        CreateWebRtcTransport create => await spread.ReachAsync(create.Router, worker),
        Consume consume when ownership.TryFind(consume.Producer, out var home, out var router) && home != worker =>
            await spread.PipeAsync(router, consume.Producer, worker),
        _ => null,
    };

    /// <summary>Does on the router's other workers what follows from a request that was carried out.</summary>
    private async Task<ControlResponse> FollowAsync(WorkerRequest request, ControlResponse response, RouterId router, int worker)
    {
        if (request is CreateRouter create)
            spread.Add(create, worker);
        else if (request is CloseRouter)
            await spread.CloseAsync(router);
        else if (ProducerOf(request) is { } producer)
            await spread.FollowAsync(router, producer, request);
        return (request, response) switch
        {
            (_, RouterDump dump) => await spread.GatherAsync(dump),
            (GetRouterStats get, RouterStats stats) => await spread.AddUpAsync(stats, get),
            _ => response,
        };
    }

    private RouterId RouterOf(WorkerRequest request) =>
        RequestRoute.Of(request).Owner is { } owner && ownership.TryFind(owner, out _, out var router) ? router : default;

    private static ProducerId? ProducerOf(WorkerRequest request) => request switch
    {
        PauseProducer pause => pause.Producer,
        ResumeProducer resume => resume.Producer,
        CloseProducer close => close.Producer,
        _ => null,
    };

    private WorkerThread StartWorker(int index)
    {
        var sockets = OpenSockets(settings.Port == 0 ? 0 : settings.Port + index);
        var worker = new WorkerThread($"media-{index}", sockets, CreateWorker, notification => OnNotification(index, notification), settings.PinWorkers ? index : null, logger);
        worker.Start();
        LogWorkerStarted(logger, index, worker.Port, worker.Buffers.ReceiveBytes, worker.Buffers.SendBytes);
        if (settings.Tcp && worker.TcpRefusal is { } refusal)
            LogTcpRefused(logger, index, worker.Port, refusal);
        _ = WatchAsync(index, worker);
        return worker;

        Worker CreateWorker(WorkerSockets own, Action wake, Action<WorkerNotification> notify) =>
            new(WorkerOptionsFor(index, own), dtls, directSinks, own, pipes.For(wake), new Random(), notify);
    }

    private WorkerSockets OpenSockets(int port)
    {
        var buffers = new SocketBuffers(settings.ReceiveBufferBytes, settings.SendBufferBytes);
        return WorkerSockets.Open(new IPEndPoint(ListenAddress, port), buffers, settings.Tcp ? TcpLimitsOf(settings) : null);
    }

    private IPAddress ListenAddress =>
        settings.ListenAddress is { } listen ? IPAddress.Parse(listen) : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Where other nodes reach this one, if nobody says: as browsers do.</summary>
    private IPAddress PipeAddress => IPAddress.Parse(
        settings.PipeAddress ?? settings.AnnouncedAddresses.FirstOrDefault()
        ?? (ListenAddress is var listen && !listen.Equals(IPAddress.IPv6Any) && !listen.Equals(IPAddress.Any) ? listen : MachineAddresses.ForOthers()).ToString());

    private static TcpLimits TcpLimitsOf(MediaOptions settings) => new()
    {
        Connections = settings.TcpConnections,
        ConnectionsPerAddress = settings.TcpConnectionsPerAddress,
        QueueBytes = settings.TcpQueueBytes,
    };

    private WorkerOptions WorkerOptionsFor(int index, WorkerSockets sockets) => new()
    {
        Index = index,
        UdpPort = sockets.Port,
        TcpPort = sockets.TcpPort,
        AnnouncedAddresses = settings.AnnouncedAddresses.Count == 0 ? MachineAddresses.All() : [.. settings.AnnouncedAddresses.Select(IPAddress.Parse)],
        PipeListenIp = ListenAddress.ToString(),
        PipePort = settings.PipePortOf(index),
        PipeAddress = PipeAddress,
        FrameHoldMs = settings.FrameHoldMs,
        ViewerFeedback = settings.ViewerFeedback,
        ReplayMaxAgeMs = settings.ReplayMaxAgeMs,
        ReplayMaxBytes = settings.ReplayMaxBytes,
        VideoRate = new Rate(settings.MaxVideoBps, settings.MaxVideoPacketsPerSecond),
        AudioRate = new Rate(settings.MaxAudioBps, settings.MaxAudioPacketsPerSecond),
        ConnectTimeoutMs = settings.ConnectTimeoutMs,
    };

    /// <summary>
    /// Puts a fresh worker in the place of one that died, and then reports it, so that the report's reader can rebuild at once: routers
    /// that began there are gone; of routers that begin elsewhere, only the viewers whom the dead worker carried have lost anything.
    /// </summary>
    private async Task WatchAsync(int index, WorkerThread worker)
    {
        if (await worker.Ended is not { } reason)
            return;
        var (routers, transports) = ownership.RemoveWorker(index);
        LogWorkerDied(logger, index, routers.Count, reason);
        worker.Dispose();
        await spread.RemoveWorkerAsync(index);
        if (!stopping)
            Replace(index);
        foreach (var router in routers)
            notifications.Publish(new RouterLost(router, reason.Message));
        foreach (var (transport, router) in transports)
            notifications.Publish(new TransportClosed(router, transport, "its worker died"));
        foreach (var router in routers)
            await spread.CloseAsync(router);
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

    private void OnNotification(int worker, WorkerNotification notification)
    {
        if (spread.IsOwn(worker, notification))
        {
            if (notification is TransportClosed pipe)
                _ = spread.OnPipeClosedAsync(pipe.Transport);
            return;
        }
        if (notification is ProducerClosed closed)
            _ = spread.FollowAsync(closed.Router, closed.Producer, new CloseProducer(closed.Producer));
        ownership.On(notification);
        if (spread.IsWanted(notification))
            notifications.Publish(notification);
    }
}
