using Microsoft.Extensions.Logging;

namespace Broadcast.Sfu.Hosting;

public sealed partial class MediaNode
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} carries media on UDP port {Port}; kernel buffers: receive {ReceiveBytes}, send {SendBytes} bytes")]
    private static partial void LogWorkerStarted(ILogger logger, int worker, int port, int receiveBytes, int sendBytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Worker {Worker} takes no media over TCP port {Port}: {Reason}. Who cannot send UDP needs a TURN server.")]
    private static partial void LogTcpRefused(ILogger logger, int worker, int port, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Media is encrypted by {Library}")]
    private static partial void LogEncryption(ILogger logger, string library);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Worker {Worker} died with {Routers} routers; a fresh one takes its place")]
    private static partial void LogWorkerDied(ILogger logger, int worker, int routers, Exception reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Worker {Worker} could not be started again")]
    private static partial void LogWorkerLost(ILogger logger, int worker, Exception reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} stopped: {Received} datagrams received, {Sent} sent, {SendsDropped} sends dropped, {Overflows} lost in full receive buffers, {Refused} segmented sends refused")]
    private static partial void LogWorkerStopped(
        ILogger logger, int worker, long received, long sent, long sendsDropped, long overflows, long refused);
}
