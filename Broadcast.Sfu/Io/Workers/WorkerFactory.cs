using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Routing.Workers;

namespace Broadcast.Sfu.Io.Workers;

/// <summary>Makes the worker of a thread once its sockets are open.</summary>
/// <param name="sockets">Of the thread, with the port of socket 0.</param>
/// <param name="wake">Ends the thread's wait. From any thread.</param>
/// <param name="notify">Where the worker's notifications go.</param>
public delegate Worker WorkerFactory(WorkerSockets sockets, Action wake, Action<WorkerNotification> notify);
