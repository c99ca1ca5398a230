using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing;

/// <summary>
/// Closes something that nobody asked to close, with all that depends on it, and says so. The router, which owns the graph, gives it
/// to everything that it makes.
/// </summary>
/// <param name="now">The time.</param>
/// <param name="what">A transport, producer or consumer of the router's; one that is closed already stays so.</param>
/// <param name="reason">In words, for whoever held it.</param>
/// <param name="output">Takes what is to be sent.</param>
internal delegate void CloseUnasked<in T>(Instant now, T what, string reason, SendBatch output);
