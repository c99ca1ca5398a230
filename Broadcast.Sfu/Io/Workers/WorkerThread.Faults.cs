using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Workers;

namespace Broadcast.Sfu.Io.Workers;

/// <summary>The calls of the worker, each held to its own harm.</summary>
public sealed partial class WorkerThread
{
    void IDatagramHandler.OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram)
    {
        var now = MonotonicClock.Now;
        Counters.CountBytesReceived(datagram.Length);
        try
        {
            Worker.HandleDatagram(now, arrivedAt, from, datagram, output);
        }
        catch (Exception fault) when (IsContainable(fault))
        {
            Worker.Drops.Count(DropReason.Faulty);
            Faults.Note(now, fault, from, datagram);
            Worker.CloseHandled(now, output);
        }
    }

    void IDatagramHandler.OnDisconnected(in TransportTuple from)
    {
        var now = MonotonicClock.Now;
        try
        {
            Worker.HandleDisconnect(now, from, output);
        }
        catch (Exception fault) when (IsContainable(fault))
        {
            Faults.Note(now, fault, "the end of a TCP connection");
            Worker.CloseHandled(now, output);
        }
    }

    private void Handle(PendingRequest pending)
    {
        var now = MonotonicClock.Now;
        try
        {
            pending.Answer(Worker.HandleRequest(now, pending.Request, output));
        }
        catch (Exception fault) when (IsContainable(fault))
        {
            pending.Answer(new ControlError(ControlErrorCode.Internal, "The media node failed at this request; what it was about is closed."));
            Faults.Note(now, fault, pending.Request);
            Worker.CloseHandled(now, pending.Request, output);
        }
        catch
        {
            pending.Refuse();
            throw;
        }
    }

    private void HandleTimeout(Instant now)
    {
        try
        {
            Worker.HandleTimeout(now, output);
        }
        catch (Exception fault) when (IsContainable(fault))
        {
            Faults.Note(now, fault, "a timer");
            Worker.CloseHandled(now, output);
        }
    }

    /// <returns>Whether more is waiting.</returns>
    private bool HandlePipes(Instant now)
    {
        try
        {
            return Worker.HandlePipes(now, output);
        }
        catch (Exception fault) when (IsContainable(fault))
        {
            Worker.Drops.Count(DropReason.Faulty);
            Faults.Note(now, fault, "what came by a pipe");
            Worker.CloseHandled(now, output);
            return true;
        }
    }

    /// <summary>Without memory nothing that follows can be relied on.</summary>
    private static bool IsContainable(Exception fault) => fault is not OutOfMemoryException;
}
