using System.Text.Json;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;
using Microsoft.Extensions.Logging;

namespace Broadcast.Sfu.Io.Workers;

/// <summary>
/// The exceptions that one worker threw and lived on after. Each kind, by its type and where it was thrown, is logged at most once a
/// minute with what caused it. Used by the worker's thread; <see cref="Count"/> by any.
/// </summary>
public sealed partial class ContainedFaults(ILogger logger)
{
    private const int MaxLength = 512;
    private const int MaxBytes = 96;
    private const int MaxKinds = 256;
    private const long SilenceUs = 60_000_000;

    private readonly Dictionary<(Type, string?), Instant> loggedAt = [];
    private long count;

    public long Count => Volatile.Read(ref count);

    public void Note(Instant now, Exception fault, WorkerRequest request)
    {
        if (IsNews(now, fault))
            LogRequest(logger, Describe(request), fault);
    }

    /// <param name="datagram">As far as it was decrypted.</param>
    public void Note(Instant now, Exception fault, in TransportTuple from, ReadOnlySpan<byte> datagram)
    {
        if (IsNews(now, fault))
            LogDatagram(logger, from.ToString(), datagram.Length, Convert.ToHexString(datagram[..Math.Min(datagram.Length, MaxBytes)]), fault);
    }

    /// <param name="what">That was being done.</param>
    public void Note(Instant now, Exception fault, string what)
    {
        if (IsNews(now, fault))
            LogOther(logger, what, fault);
    }

    private bool IsNews(Instant now, Exception fault)
    {
        Volatile.Write(ref count, count + 1);
        var kind = (fault.GetType(), fault.StackTrace?.Split('\n', 2)[0]);
        if (loggedAt.TryGetValue(kind, out var last) ? now.Since(last) < SilenceUs : loggedAt.Count >= MaxKinds)
            return false;
        loggedAt[kind] = now;
        return true;
    }

    /// <summary>A request that is not as declared cannot be written as JSON.</summary>
    private static string Describe(WorkerRequest request)
    {
        try
        {
            var json = JsonSerializer.Serialize(WithoutSecrets(request), ControlJson.Default.WorkerRequest);
            return json.Length <= MaxLength ? json : $"{json[..MaxLength]}…";
        }
        catch (Exception unwritable) when (unwritable is JsonException or InvalidOperationException)
        {
            return request.GetType().Name;
        }
    }

    private static WorkerRequest WithoutSecrets(WorkerRequest request) =>
        request is ConnectPipeTransport { Address: { } address } connect ? connect with { Address = address with { Key = "" } } : request;

    [LoggerMessage(LogLevel.Error, "A worker failed at the request {Request}; what it was about is closed")]
    private static partial void LogRequest(ILogger logger, string request, Exception fault);

    [LoggerMessage(LogLevel.Error, "A worker failed at a datagram of {Length} bytes from {From}, {Bytes}; the transport it was for is closed")]
    private static partial void LogDatagram(ILogger logger, string from, int length, string bytes, Exception fault);

    [LoggerMessage(LogLevel.Error, "A worker failed at {What}; what it was about is closed")]
    private static partial void LogOther(ILogger logger, string what, Exception fault);
}
