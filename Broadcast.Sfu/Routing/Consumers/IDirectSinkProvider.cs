namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Finds the sink that <c>router.createDirectTransport</c> names.</summary>
public interface IDirectSinkProvider
{
    /// <returns>Null if no sink goes by that name; the request is then refused.</returns>
    IDirectSink? TryOpen(string sink);
}
