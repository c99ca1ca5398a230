using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>Kills the worker that asks.</summary>
internal sealed class BrokenSinks : IDirectSinkProvider
{
    public IDirectSink? TryOpen(string sink) => throw new InvalidOperationException("The sink is broken.");
}
